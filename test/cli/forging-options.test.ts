import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenKey } from '../../src/reference/mutants/wrong-claims.ts';
import { PASSWORD, serve, type Served } from '../reference/client.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { filesOf, withFolder } from './whyslow.ts';

let server: Served;
beforeAll(async () => {
  server = await serve({ ...givenKey.options, nowMs: Date.now });
});
afterAll(() => server.close());

const { signingKey = '' } = givenKey;

const verified = (options: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  withFolder(async (cwd) => {
    const args = ['verify', server.url, '--user', 'user1', ...options, '--out', join(cwd, 'out')];
    const ended = await whyslow(args, { cwd, env: { WHYSLOW_PASSWORD: PASSWORD, ...env } });
    const text = ended.code === 2 ? '' : ((await filesOf(join(cwd, 'out'))).get('run.json') ?? '');
    return { ...ended, text };
  });

const ids = [
  'kid-injection-accepted',
  'expired-access-accepted',
  'not-yet-valid-accepted',
  'wrong-audience-accepted',
  'wrong-issuer-accepted',
];

test.each([
  ['nothing', [], {}, 'not-applicable'],
  ['a permission and a key', ['--intrusive', '--signing-key-env', 'TOKEN_KEY'], { TOKEN_KEY: signingKey }, 'pass'],
] as const)('with %s these checks of a sound server say %s', async (_what, options, env, outcome) => {
  const { text } = await verified(options, env);
  const { checks } = validRun(text);
  expect(checks.filter(({ id }) => ids.includes(id)).map(({ id, outcome: found }) => [id, found])).toEqual(
    ids.map((id) => [id, outcome]),
  );
  expect(text).not.toContain(signingKey);
});

test.each([
  ['a variable that is not set', 'TOKEN_KEY', 'that --signing-key-env names is not set'],
  ['a key in place of its name', 's3cr-et!', 'Expected the name of an environment variable'],
])('%s is an error that repeats no value, exit 2', async (_what, value, because) => {
  const { code, stderr } = await verified(['--signing-key-env', value]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(because)]);
  expect(stderr).not.toContain('s3cr-et!');
});
