import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveReference, type Serving } from '../../src/reference/listen.ts';
import { freePort } from '../serve/port.ts';
import { startFaultyServer } from './faulty-server.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { filesOf, start, withFolder } from './whyslow.ts';

const PASSWORD = 'correct-horse-battery-9';
const env = { WHYSLOW_PASSWORD: PASSWORD };

let reference: Serving;
beforeAll(async () => {
  reference = await serveReference({ port: 0, users: 2, password: PASSWORD });
});
afterAll(() => reference.close());

const short = ['--suite', 'api', '--pairs', '8', '--requests', '10', '--max-time', '20s', '--json'];

test.each([
  ['a missing run', ['/no/such/run.json', 'reference'], 2, 'cannot be read'],
  ['an invalid URL', ['http://', 'reference'], 2, 'is not a URL'],
  ['a word', ['mian', 'reference'], 2, '"mian" is neither a file nor a server'],
  ['a missing account', ['reference', 'http://127.0.0.1:1'], 2, 'add --user NAME'],
  ['another machine', ['reference', 'http://192.0.2.1', '--user', 'me'], 2, '--allow-remote'],
  ['one argument', ['reference'], 2, "missing required argument 'b'"],
])('%s ends with one clear line', async (_what, args, code, line) => {
  const ended = await withFolder((cwd) => whyslow(['compare', ...args], { env, cwd }));
  expect(ended.stderr).toContain(line);
  expect(ended.stderr).not.toMatch(/\n\s+at /);
  expect(ended.code).toBe(code);
});

test('a port without a listener is exit 14, a wrong password is exit 15', () =>
  withFolder(async (out) => {
    const gone = await whyslow(
      ['compare', reference.url, `http://127.0.0.1:${await freePort()}`, '--user', 'user1', '--out', out, ...short],
      { env },
    );
    expect([gone.code, validRun(gone.stdout).exit.reason]).toEqual([14, expect.stringContaining('does not answer')]);
    const refused = await whyslow(
      ['compare', reference.url, reference.url, '--user', 'user9', '--out', out, ...short],
      {
        env,
      },
    );
    expect(refused.code).toBe(15);
  }));

test('Ctrl-C keeps the measured pairs', () =>
  withFolder(async (out) => {
    const server = await startFaultyServer(() => null);
    const account = ['--user', 'me', '--preset', 'simplejwt', '--api', '/api/me/'];
    const pairs = ['--suite', 'api', '--requests', '5', '--pairs', '2000', '--out', out];
    const running = start(['compare', server.url, server.url, ...account, ...pairs], { env });
    // Some pairs are measured by then: a block has five requests.
    const asked = (): number => server.requests.filter((what) => what === 'api').length;
    await expect.poll(asked, { timeout: 30_000 }).toBeGreaterThan(400);
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    const run = validRun((await filesOf(out)).get('run.json') ?? '');
    expect(run.exit.code).toBe(130);
    expect(run.comparison?.rounds[0]?.same.length).toBeGreaterThan(0);
    await server.stop();
  }));
