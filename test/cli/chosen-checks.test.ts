import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { securityAudits } from '../../src/audit/index.ts';
import { serveReference } from '../../src/reference/listen.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { withFolder } from './whyslow.ts';

const PASSWORD = 'correct-horse-battery-9';
const env = { WHYSLOW_PASSWORD: PASSWORD };
let server: Awaited<ReturnType<typeof serveReference>>;
beforeAll(async () => {
  server = await serveReference({ port: 0, users: 2, password: PASSWORD });
});
afterAll(() => server.close());

const rotation = securityAudits.filter(({ group }) => group === 'rotation').map(({ id }) => id);

const verified = (options: readonly string[], config = '') =>
  withFolder(async (cwd) => {
    if (config !== '') await writeFile(join(cwd, 'whyslow.config.yaml'), config);
    const ended = await whyslow(['verify', server.url, '--user', 'user1', '--json', ...options], { cwd, env });
    return validRun(ended.stdout);
  });

test.each<[string, readonly string[], string]>([
  ['the flag', ['--only', 'rotation'], ''],
  ['the configuration', [], 'only: [rotation]\n'],
  ['a flag over the configuration', ['--only', 'rotation'], 'only: [forgery]\n'],
])('%s chooses the checks, and no other evidence is gathered', async (_what, options, config) => {
  const run = await verified(options, config);
  expect(run.checks.map(({ id }) => id)).toEqual(rotation);
  expect(run.evidence.map(({ kind }) => kind)).not.toContain('forgeries');
  expect(run.notChecked.join('\n')).toMatch(/^security checks that were not chosen: .*\bforgery\b/m);
});

test('a skipped check is named as not checked', async () => {
  const run = await verified(['--only', 'forgery', '--skip', 'weak-hmac-secret']);
  expect(run.checks.map(({ id }) => id)).not.toContain('weak-hmac-secret');
  expect(run.notChecked.join('\n')).toContain('weak-hmac-secret');
});

test.each([
  ['--only', 'rotatoin', 'Did you mean rotation?'],
  ['--skip', 'alg-none-acepted', 'Did you mean alg-none-accepted?'],
])('%s %s is refused with the near name', async (option, name, words) => {
  const ended = await whyslow(['verify', server.url, option, name], { env });
  expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(words)]);
});

test('a mistyped group in the configuration is refused with its line and the near name', () =>
  withFolder(async (cwd) => {
    await writeFile(join(cwd, 'whyslow.config.yaml'), 'user: user1\nonly: [rotatoin]\n');
    const ended = await whyslow(['verify', server.url], { cwd, env });
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringMatching(/:2: only.*Did you mean rotation\?/)]);
  }));
