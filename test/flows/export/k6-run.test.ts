import { expect, test } from 'vitest';
import type { Flow } from '../../../src/flows/contract.ts';
import type { ExportSuite } from '../../../src/flows/export/contract.ts';
import { exportK6 } from '../../../src/flows/export/k6.ts';
import { json, type Scripted } from '../fixtures/contract.ts';
import { fixtures } from '../fixtures/index.ts';
import { k6User, REQUEST_MS } from './k6-stub.ts';

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
    const suite = { id: 'all', title: 'all', begin: [], repeat: runs.map(({ flow }) => flow) };
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

test('every scenario names a function of the script', () => {
  const { suites } = refreshing;
  const more = { id: 'own-one', title: 'own', begin: [], repeat: [flow('own', 'nothing', null)] };
  const user = k6User(exportK6(planOf(...suites, more)).text, env, rotating());
  for (const { exec } of Object.values(user.options.scenarios)) expect(() => user.run(exec)).not.toThrow();
  expect(user.times.map(({ suite }) => suite)).toEqual(['refresh', 'own-one']);
});
