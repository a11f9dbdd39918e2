import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PlainServer, startServer } from './plain-server.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { withFolder } from './whyslow.ts';

let server: PlainServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

test.each([
  ['an error', '/broken', /status 500/],
  ['a redirect, which is not followed', '/moved', /status 302/],
])('%s is a wrong answer: nothing was measured, exit 16', (_what, path, said) =>
  withFolder(async (out) => {
    const few = ['--requests', '40', '--connections', '1', '--json', '--out', out];
    const { code, stdout } = await whyslow(['load', `${server.url}${path}`, ...few]);
    expect(code).toBe(16);
    expect(validRun(stdout).exit.reason).toMatch(said);
  }),
);

test.each([
  ['a suite', ['--suite', 'refresh'], '--suite is for a load that signs in: add --user NAME'],
  ['an auth stack', ['--preset', 'directus'], '--preset is for a load that signs in'],
  ['a protected route', ['--api', '/me'], '--api is for a load that signs in'],
  ['a threshold of a suite', ['--target', 'refresh p95 < 30ms'], 'about a suite that signs in: add --user NAME'],
])('%s needs an account: exit 2, and nothing is sent', async (_what, args, line) => {
  const before = server.requests.length;
  const { code, stdout, stderr } = await whyslow(['load', server.url, ...args]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(line);
  expect(server.requests).toHaveLength(before);
});
