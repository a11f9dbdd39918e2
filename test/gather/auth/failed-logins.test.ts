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

/** The evidence of a server that allows so many failures of one name, and may say that a name is unknown. */
async function evidenceOf({ limit = Infinity, saysUnknown = false }) {
  const failures = new Map<string, number>();
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const { username, password } = body as Login;
      const before = failures.get(username) ?? 0;
      const isRight = username === 'ada' && password === 'right';
      if (!isRight) failures.set(username, before + 1);
      const [status, answer] =
        before >= limit
          ? [429, { detail: 'later' }]
          : isRight
            ? [200, { access: 'a', refresh: 'r' }]
            : [401, { detail: saysUnknown && username !== 'ada' ? 'unknown' : 'no', name: username }];
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
    return { ...withoutShown(outcome.value), known: outcome.value.attempts.filter(({ who }) => who === 'known') };
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
