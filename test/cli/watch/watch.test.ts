import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serve, USER } from '../../reference/client.ts';
import { parsed } from '../../serve/prometheus.ts';
import { startKnownTimes } from '../../gather/server/waits/known-times.ts';
import { testWith } from '../../serve/require.ts';
import { start, whyslow, withFolder } from '../whyslow.ts';

const ENV = { WHYSLOW_PASSWORD: USER.password };

const POLL = { timeout: 20_000, interval: 20 };

/** A server whose delay can be changed. */
async function slowable() {
  const state = { delayMs: 0, answered: 0 };
  const answer = (response: ServerResponse): void => {
    state.answered += 1;
    response.end('{}');
  };
  const server = createServer((_, response) => setTimeout(() => answer(response), state.delayMs));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  const hasAnswered = async (least: number): Promise<void> => {
    await expect.poll(() => state.answered, POLL).toBeGreaterThanOrEqual(least);
  };
  return { url: `http://127.0.0.1:${port}`, state, hasAnswered, close };
}

/** The series with a request count, as parsed by Prometheus. */
async function countedSeries(url: string): Promise<ReadonlySet<string | undefined>> {
  const families = parsed(await (await fetch(url)).text()) ?? [];
  const counted = families
    .flatMap(([, , samples]) => samples)
    .filter(([name]) => name === 'http_client_request_duration_seconds_count')
    .map(([, labels]) => labels['whyslow_series']);
  return new Set(counted);
}

testWith(['prometheus-parser'])(
  'names and suites of the reference server are watched, exported to Prometheus, saved, and continued',
  () =>
    withFolder(async (folder) => {
      const server = await serve();
      const history = join(folder, 'h.json');
      const args = ['watch', server.url, '--user', USER.username, '--rate', '5/s', '--history', history];
      const running = start([...args, '--for', '5s', '--metrics', '0'], { env: ENV });
      await running.saw('metrics on ');
      const [, url = ''] = /metrics on (\S+)/.exec(running.said()) ?? [];
      await expect
        .poll(() => countedSeries(url), POLL)
        .toEqual(new Set(['127.0.0.1', '::1', 'api', 'localhost', 'refresh']));
      expect((await fetch(new URL('/', url))).status).toBe(404);
      const ended = await running.ended;
      expect(ended).toMatchObject({ code: 0 });
      expect(ended.stdout).toMatch(/refresh +\d+ +0 /);
      const probes = async (): Promise<number> =>
        JSON.parse(await readFile(history, 'utf8')).series.find(({ id }: { id: string }) => id === 'api').readings
          .length;
      const before = await probes();
      expect(before).toBeGreaterThan(3);
      const again = await whyslow([...args, '--for', '2s', '--quiet'], { env: ENV });
      expect(again).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(await probes()).toBeGreaterThan(before);
      for (const text of [ended.stdout, ended.stderr, await readFile(history, 'utf8')])
        expect(text).not.toContain(USER.password);
      await server.close();
    }),
  30_000,
);

test.skipIf(process.platform !== 'linux')('after a slow answer it says what the server waits for', async () => {
  const server = await startKnownTimes('Node, one event loop');
  const { stdout } = await whyslow(['watch', `http://127.0.0.1:${server.port}/?sleep=200`, '--for', '12s']);
  server.stop();
  expect(stdout).toMatch(/ inside: a slow answer takes \d+ ms: \d+ % of it is asleep until a timer ends/);
});

test('an alert fires when the server becomes slow and not before, on stderr, once, and in the exit code', async () => {
  const server = await slowable();
  const rules = ['127.0.0.1 p50 > 60ms for 1s', '127.0.0.1 p50 > 3s', '127.0.0.1 errors > 0%'];
  const alerts = rules.flatMap((rule) => ['--alert', rule]);
  const running = start(['watch', server.url, '--rate', '10/s', '--for', '7s', ...alerts]);
  // Enough fast answers for a premature alert.
  await server.hasAnswered(45);
  server.state.delayMs = 150;
  const ended = await running.ended;
  server.close();
  expect(ended.code).toBe(10);
  const told = ended.stderr.trim().split('\n');
  expect(told).toEqual([expect.stringMatching(/^\S+Z ALERT 127\.0\.0\.1 p50 > 60ms for 1s: it is \d+ ms$/)]);
  expect(ended.stdout).toContain('Fired: 127.0.0.1 p50 > 60ms for 1s.');
}, 30_000);

test.each([
  ['Ctrl-C', 'SIGINT'],
  ['SIGTERM', 'SIGTERM'],
] as const)('%s ends a watch with its summary and without a failure', async (_what, signal) => {
  const server = await slowable();
  const running = start(['watch', server.url, '--rate', '10/s']);
  await server.hasAnswered(6);
  running.child.kill(signal);
  const ended = await running.ended;
  server.close();
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain('No alert fired');
});

test('a missing server is probed until the end, and reported as never reached', async () => {
  const server = await slowable();
  server.close();
  const ended = await whyslow(['watch', server.url, '--rate', '5/s', '--for', '1500ms']);
  expect(ended.code).toBe(14);
  expect(ended.stdout).toMatch(/127\.0\.0\.1 +\d+ +\d+ /);
});

test.each([
  ['an invalid rule', ['--alert', '127.0.0.1 p95 > 30'], '^ expected a unit: us, ms, s'],
  ['a rule about a suite without an account', ['--alert', 'refresh p95 > 30ms'], '(suites need --user NAME)'],
  ['a suite without an account', ['--suite', 'refresh'], '--user NAME'],
  ['a rate that is load', ['--rate', '100/s'], 'at most 10/s'],
  ['an invalid port', ['--metrics', '70000'], 'a port from 0 to 65535'],
  ['a history that cannot be read', ['--history', '/'], 'cannot be read'],
])('%s is refused with the next step', async (_what, args, words) => {
  const ended = await whyslow(['watch', 'http://127.0.0.1:1', '--for', '1s', ...args]);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(words);
});

test('many open requests to a server that does not answer cause no warning of Node', async () => {
  const silent = createTcpServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => void silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const ended = await whyslow(['watch', `http://127.0.0.1:${port}`, '--rate', '10/s', '--for', '3s']);
  silent.close();
  expect(ended.stderr).toBe('');
});
