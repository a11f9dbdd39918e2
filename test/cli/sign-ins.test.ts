import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { COOKIE_AUTH_CONFIG, type LoginLimit, MEMBER, startCookieAuth } from './cookie-auth-server.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { withFolder } from './whyslow.ts';

const SMALL = ['--requests', '20', '--connections', '1'];

const measured = (args: readonly string[], limit: LoginLimit | null = null) =>
  withFolder(async (cwd) => {
    await writeFile(join(cwd, 'whyslow.config.yaml'), COOKIE_AUTH_CONFIG);
    const server = await startCookieAuth(limit);
    onTestFinished(() => server.stop());
    const [command = '', ...options] = args;
    const ended = await whyslow([command, server.url, '--json', ...options], {
      cwd,
      env: { WHYSLOW_PASSWORD: MEMBER.pass },
    });
    return { run: validRun(ended.stdout), code: ended.code, signIns: server.signInsMs.length };
  });

// One finds the protected route, and its session goes on. Rotation, logout, forged tokens and the race spend one each.
test.each([
  ['verify', ['verify'], 4],
  ['a load', ['load', '--suite', 'refresh,api', ...SMALL], 1],
  ['a load of three connections', ['load', '--suite', 'refresh,api', '--requests', '20', '--connections', '3'], 3],
  ['a whole run', ['run', '--suite', 'refresh,api', ...SMALL], 5],
])('%s continues sessions instead of signing in anew', async (_what, args, most) => {
  const { run, signIns } = await measured(args);
  expect(run.suites.map(({ errors }) => errors)).toEqual(run.suites.map(() => 0));
  expect(signIns).toBe(most);
});

test('a login that allows 5 sign-ins in a window still lets a run finish, with its checks and without an error', async () => {
  const { run, code } = await measured(['run', ...SMALL], { signIns: 5, perMs: 4_000 });
  expect(run.suites.map(({ suite, errors }) => [suite, errors])).toEqual(run.suites.map(({ suite }) => [suite, 0]));
  expect(new Set(run.suites.map(({ suite }) => suite))).toEqual(new Set(['refresh', 'api', 'login']));
  // The server keeps single tokens and no sessions.
  expect(run.checks.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id)).toEqual([
    'reuse-leaves-family-alive',
    'logout-leaves-access-alive',
  ]);
  expect(run.checks.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(3);
  expect([0, 13]).toContain(code);
});
