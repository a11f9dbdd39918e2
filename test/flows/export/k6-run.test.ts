import { expect, test } from 'vitest';
import type { Flow } from '../../../src/flows/contract.ts';
import type { ExportSuite } from '../../../src/flows/export/contract.ts';
import { exportK6 } from '../../../src/flows/export/k6.ts';
import { jwt } from '../../suites/literals.ts';
import { json, type Scripted } from '../fixtures/contract.ts';
import { fixtures } from '../fixtures/index.ts';
import { everyPart } from './every-part.ts';
import { k6User, REQUEST_MS, type Sent } from './k6-stub.ts';

const ORIGIN = 'http://localhost:3000';
const env = {
  WHYSLOW_USER: 'ada',
  WHYSLOW_PASSWORD: 'päss & phrase',
  WHYSLOW_CLIENT_ID: 'web',
  WHYSLOW_CLIENT_SECRET: 's3cret',
  TENANT: 'acme',
};

/** A blank has two encodings in forms and queries, which a server decodes alike. */
const plus = (text: string): string => text.replaceAll('%20', '+');

const itself = { by: 'itself' } as const;

const planOf = (...suites: readonly ExportSuite[]) => ({ suites, origin: ORIGIN });

/** Constants with the name of a secret come from the environment, so that a test gives all that a script names. */
const withNamed = (text: string, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
  ...Object.fromEntries([...text.matchAll(/env\("(\w+)"\)/g)].map(([, name = '']) => [name, 'demo key'])),
  ...given,
});

test.each(fixtures.map((fixture) => [fixture.title, fixture] as const))(
  'the script sends what whyslow sends: %s',
  (_title, { runs, bind }) => {
    const expected = runs.flatMap(({ exchanges }) => exchanges);
    const suite = { id: 'all', title: 'all', begin: [], repeat: runs.map(({ flow }) => flow), renewal: itself };
    const { text } = exportK6({ ...planOf(suite), ...(bind === undefined ? {} : { bind }) });
    let next = 0;
    const user = k6User(text, withNamed(text, env), () => expected[next++]?.[1] ?? { status: 500 });
    user.run('suite_all');
    expect(user.failed).toEqual([]);
    expect(user.sent.map(({ line }) => plus(line))).toEqual(expected.map(([{ line }]) => plus(line)));
    for (const [index, [{ headers = {}, body }]] of expected.entries()) {
      const { headers: all = {}, body: sent } = user.sent[index] ?? {};
      const named = Object.keys(headers).map((name) => [name, all[name] ?? '']);
      expect(Object.fromEntries(named)).toEqual(headers);
      // k6 itself writes a multipart body from its fields.
      const isText = body !== undefined && typeof sent === 'string';
      expect(isText ? plus(sent) : '').toBe(isText ? plus(body) : '');
    }
    expect(user.times).toEqual([{ ms: expected.length * REQUEST_MS, suite: 'all' }]);
  },
);

const flow = (id: string, needs: Flow['needs'], field: string | null): Flow => ({
  id,
  title: id,
  noun: id,
  needs,
  captures: 'session',
  steps: [
    {
      id: 'post',
      method: 'POST',
      path: `/${id}`,
      ...(field === null ? {} : { body: { json: { token: field } } }),
      capture: { refresh: 'json:refresh' },
    },
  ],
});

const refreshing = planOf({
  id: 'refresh',
  title: 'refresh',
  begin: [flow('login', 'nothing', null)],
  repeat: [flow('refresh', 'session', '{{session.refresh}}')],
  renewal: itself,
});

/** A server that gives a new token with each response. */
const rotating = (): (() => Scripted) => {
  let last = 0;
  return () => json({ refresh: `token-${(last += 1)}` });
};

test('a user signs in once, and presents each refresh token once', () => {
  const user = k6User(exportK6(refreshing).text, env, rotating());
  for (let index = 0; index < 3; index += 1) user.run('suite_refresh');
  expect(user.sent.map(({ line }) => line)).toEqual(['POST /login', ...Array<string>(3).fill('POST /refresh')]);
  expect(user.sent.slice(1).map(({ body }) => body)).toEqual([1, 2, 3].map((n) => `{"token":"token-${n}"}`));
  expect(user.times).toHaveLength(3);
});

test('a user whose refresh fails signs in again, and the failed flow has no time', () => {
  const answer = rotating();
  let asked = 0;
  const user = k6User(exportK6(refreshing).text, env, () => ((asked += 1) === 2 ? { status: 500 } : answer()));
  for (let index = 0; index < 2; index += 1) user.run('suite_refresh');
  expect(user.sent.map(({ line }) => line)).toEqual(['POST /login', 'POST /refresh', 'POST /login', 'POST /refresh']);
  expect(user.failed).toEqual(['refresh/post: status']);
  expect(user.wrong).toEqual(['refresh']);
  expect(user.times).toHaveLength(1);
});

/** A server whose access tokens live for 10 s. */
const expiring = (clock: { ms: number }, says: 'itself' | 'response'): (() => Scripted) => {
  let last = 0;
  return () => {
    const iat = clock.ms / 1_000;
    last += 1;
    const access = says === 'itself' ? jwt({ iat, exp: iat + 10, jti: `${last}` }) : `opaque-${last}`;
    return json({ access, refresh: `token-${last}`, ...(says === 'itself' ? {} : { expires_in: 10 }) });
  };
};

const api = everyPart.suites.filter(({ id }) => id === 'api');
const withoutRefresh = api.map((suite) => ({ ...suite, renewal: { by: 'sign-in' } as const }));
const [LOGIN, REFRESH, API] = ['POST /api/token/', 'POST /api/token/refresh/', 'GET /api/me/'];

test.each([
  [
    'is renewed when a fifth of its lifetime is left',
    'itself',
    api,
    [LOGIN, API, API, REFRESH, API, API, REFRESH, API],
  ],
  ['with a lifetime in the response', 'response', api, [LOGIN, API, API, REFRESH, API, API, REFRESH, API]],
  ['without a refresh: signs in', 'itself', withoutRefresh, [LOGIN, API, API, LOGIN, API, API, LOGIN, API]],
] as const)('a session in a long load %s', (_what, says, suites, lines) => {
  const clock = { ms: 1_000_000 };
  const user = k6User(exportK6({ ...everyPart, suites }).text, env, expiring(clock, says), () => clock.ms);
  for (const afterMs of [0, 7_900, 200, 7_800, 200]) {
    clock.ms += afterMs;
    user.run('suite_api');
  }
  expect(user.sent.map(({ line }) => line)).toEqual(lines);
  expect(user.times.map(({ ms }) => ms)).toEqual(Array(5).fill(REQUEST_MS));
});

test('a session that cannot be renewed begins again', () => {
  const clock = { ms: 1_000_000 };
  const answer = expiring(clock, 'itself');
  const refusing = ({ line }: Sent): Scripted => (line === REFRESH ? { status: 401 } : answer());
  const user = k6User(exportK6({ ...everyPart, suites: api }).text, env, refusing, () => clock.ms);
  user.run('suite_api');
  clock.ms += 9_000;
  user.run('suite_api');
  expect(user.sent.map(({ line }) => line)).toEqual([LOGIN, API, REFRESH, LOGIN, API]);
  expect(user.wrong).toEqual([]);
});

test('every scenario names a function of the script', () => {
  const { suites } = refreshing;
  const more = { id: 'own-one', title: 'own', begin: [], repeat: [flow('own', 'nothing', null)], renewal: itself };
  const user = k6User(exportK6(planOf(...suites, more)).text, env, rotating());
  for (const { exec } of Object.values(user.options.scenarios)) expect(() => user.run(exec)).not.toThrow();
  expect(user.times.map(({ suite }) => suite)).toEqual(['refresh', 'own-one']);
});
