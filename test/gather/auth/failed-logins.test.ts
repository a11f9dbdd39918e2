import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { failedLogins } from '../../../src/gather/auth/failed-logins.ts';
import { parseTarget } from '../../../src/gather/target.ts';
import { accountOf, surface } from './simplejwt-surface.ts';
import { withoutShown } from './without-shown.ts';

const account = accountOf('ada', 'right');

interface Login {
  readonly username: string;
  readonly password: string;
}

interface Rules {
  /** Failures of one name before 429. */
  readonly limit?: number;
  readonly saysUnknown?: boolean;
  /** The status of several logins at once; null: as of one. */
  readonly together?: number | null;
}

/** The evidence of a server with these rules. */
async function evidenceOf({ limit = Infinity, saysUnknown = false, together = null }: Rules) {
  const failures = new Map<string, number>();
  let open = 0;
  let mostAtOnce = 0;
  const answerTo = ({ username, password }: Login, isAlone: boolean): readonly [number, object] => {
    const before = failures.get(username) ?? 0;
    const isRight = username === 'ada' && password === 'right';
    if (!isRight) failures.set(username, before + 1);
    if (before >= limit) return [429, { detail: 'later' }];
    if (!isAlone && together !== null) return [together, { detail: 'one at a time' }];
    if (isRight) return [200, { access: 'a', refresh: 'r' }];
    return [401, { detail: saysUnknown && username !== 'ada' ? 'unknown' : 'no', name: username }];
  };
  const server = createServer((request, response) => {
    open += 1;
    mostAtOnce = Math.max(mostAtOnce, open);
    void json(request).then(async (body) => {
      // Logins that were sent together have all arrived by then.
      await new Promise((resolve) => setTimeout(resolve, 2));
      const [status, answer] = answerTo(body as Login, open === 1);
      open -= 1;
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(status === 429 ? { 'retry-after': '9' } : {}),
      });
      return response.end(JSON.stringify(answer));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { signal } = new AbortController();
    const context = { target: parseTarget(url), signal, watch: () => {}, timeoutMs: 5_000 };
    const outcome = await failedLogins.gather({ account, 'auth-surface': surface }, context);
    if (outcome?.ok !== true) throw new Error('no evidence');
    return {
      ...withoutShown(outcome.value),
      mostAtOnce,
      known: outcome.value.attempts.filter(({ who }) => who === 'known'),
    };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('without a limit 100 logins of the account fail, 20 of them beside an unknown name', async () => {
  const { attempts, known, differences, afterwards } = await evidenceOf({});
  expect([attempts.length, known.length]).toEqual([120, 100]);
  expect(differences).toEqual([]);
  expect(afterwards).toEqual({ status: 200, granted: true });
});

test('the guesses go on several at once, and the last of them alone, as the first were', async () => {
  const { mostAtOnce, known } = await evidenceOf({});
  expect(mostAtOnce).toBe(4);
  expect(known.slice(-5).map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
});

test.each([
  ['limits how many logins run at once', 429],
  ['locks an account while another login runs', 423],
  ['fails on several logins at once', 500],
])('a server that %s limits no guessing: the same 100 fail one after the other', async (_what, together) => {
  const { known, afterwards } = await evidenceOf({ together });
  expect([...new Set(known.map(({ status }) => status)), known.length]).toEqual([401, 100]);
  expect(afterwards).toEqual({ status: 200, granted: true });
});

test('the first 429 ends the attempts', async () => {
  const { known, afterwards } = await evidenceOf({ limit: 3 });
  expect(known.map(({ status, hasRetryAfter }) => [status, hasRetryAfter])).toEqual([
    [401, false],
    [401, false],
    [401, false],
    [429, true],
  ]);
  expect(afterwards).toEqual({ status: 429, granted: false });
});

test('a text that tells unknown names is a difference, and the name itself is none', async () =>
  expect((await evidenceOf({ saysUnknown: true })).differences).toEqual(['body']));

test('it is left out without its option', () => expect(failedLogins.permission).toBe('--allow-lockout'));
