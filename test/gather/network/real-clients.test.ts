import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { runChild } from '../../../src/gather/network/real-clients/child.ts';
import type { Bounds, RealClient } from '../../../src/gather/network/real-clients/contract.ts';
import { childEnvironment } from '../../../src/gather/network/real-clients/environment.ts';
import { realClients, timeRealClients } from '../../../src/gather/network/real-clients/index.ts';
import { atLeast } from '../../../src/gather/network/real-clients/versions.ts';

const never = new AbortController().signal;
const within = (timeoutMs: number): Bounds => ({ timeoutMs, signal: never });

let healthy: Server;
let hanging: Server;
const asked: string[] = [];
const held: ServerResponse[] = [];
let folder = '';

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

/** A port that was free a moment ago. fetch rejects some low ports. */
async function urlOfNobody(): Promise<string> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = urlOf(server);
  await once(server.close(), 'close');
  return url;
}

beforeAll(async () => {
  healthy = createServer((request, response) => {
    asked.push(request.headers['user-agent'] ?? '');
    // A status that is an exception in some clients, and a redirect that no client may follow.
    response.writeHead(request.url === '/' ? 404 : 302, { location: 'http://127.0.0.1:1/' }).end('no');
  });
  hanging = createServer((_request, response) => held.push(response));
  for (const server of [healthy, hanging]) await once(server.listen(0, '127.0.0.1'), 'listening');
  folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
});

afterAll(async () => {
  for (const server of [healthy, hanging]) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true, force: true });
});

afterEach(() => vi.unstubAllEnvs());

const client = (runtime: string): RealClient => {
  const found = realClients.find((candidate) => candidate.runtime === runtime);
  if (found === undefined) throw new Error(`No client is called ${runtime}.`);
  return found;
};

/** Puts a program of the test first on PATH. */
async function onPathFirst(name: string, script: string): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(folder, name), 0o755);
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env['PATH']}`);
}

test('node is found, and times a new connection and not the start of its program', async () => {
  const found = await client('node-http').detect();
  expect(found?.version).toMatch(/^\d+\.\d+/);
  const start = performance.now();
  const timed = await client('node-http').time(found?.path ?? '', urlOf(healthy), within(10_000));
  const wholeMs = performance.now() - start;
  expect(timed).toMatchObject({ ok: true });
  expect(timed.ms).toBeGreaterThan(0);
  expect(timed.ms).toBeLessThan(wholeMs);
});

describe.each(realClients)('$runtime, where it is installed', (each) => {
  test('counts an error status as a response and does not follow a redirect', { timeout: 120_000 }, async (context) => {
    const found = await each.detect();
    if (found === null) {
      context.skip();
      return;
    }
    for (const path of ['', 'elsewhere']) {
      const timed = await each.time(found.path, urlOf(healthy) + path, within(20_000));
      expect(timed).toMatchObject({ ok: true });
    }
  });

  test('reports why it got no response', { timeout: 120_000 }, async (context) => {
    const found = await each.detect();
    if (found === null) {
      context.skip();
      return;
    }
    const timed = await each.time(found.path, await urlOfNobody(), within(20_000));
    expect(timed).toMatchObject({ ok: false });
    expect(timed.ok ? '' : timed.because).toMatch(/refused|ECONNREFUSED|connect/i);
  });
});

describe('clients that are not installed', () => {
  test('no client is found on an empty path', async () => {
    vi.stubEnv('PATH', folder);
    const found = await Promise.all(realClients.map((each) => each.detect()));
    expect(found).toEqual(realClients.map(() => null));
    expect(await timeRealClients(urlOf(healthy), within(1_000))).toEqual([]);
  });

  test.skipIf(process.platform === 'win32').each([
    ['talks nonsense', 'echo hello'],
    ['fails', 'exit 3'],
    ['never says its version', 'sleep 60'],
  ])('a program that %s is as good as none', async (_promise, script) => {
    await onPathFirst('ruby', script);
    const start = performance.now();
    expect(await client('ruby').detect()).toBeNull();
    expect(performance.now() - start).toBeLessThan(30_000);
  });
});

test.skipIf(process.platform === 'win32').each([
  ['v16.20.2', null],
  ['v18.0.0', '18.0.0'],
])('node %s: fetch is found only where there is one', async (printed, version) => {
  await onPathFirst('node', `echo ${printed}`);
  expect((await client('node-fetch').detect())?.version ?? null).toBe(version);
  expect((await client('node-http').detect())?.version).toBe(printed.slice(1));
});

describe('bounds', () => {
  test('a server that never answers costs the timeout and no more', async () => {
    const found = await client('node-http').detect();
    const start = performance.now();
    const timed = await client('node-http').time(found?.path ?? '', urlOf(hanging), within(700));
    expect(timed).toMatchObject({ ok: false, because: 'no answer within 700 ms' });
    expect(performance.now() - start).toBeLessThan(30_000);
  });

  test('an interruption ends the running client and starts no other', async () => {
    const interruption = new AbortController();
    const times = timeRealClients(urlOf(hanging), { timeoutMs: 30_000, signal: interruption.signal });
    await vi.waitFor(() => expect(held.length).toBeGreaterThan(1), { timeout: 10_000 });
    interruption.abort();
    expect(await times).toMatchObject([{ ms: null, because: 'interrupted' }]);
  });

  test.skipIf(process.platform === 'win32').each([
    ['waits for it', 'wait'],
    ['is gone itself', 'exit 0'],
  ])('what a client started does not outlive the bound when the client %s', async (_promise, ending) => {
    const script = `sleep 60 & echo $! > ${folder}/pid; ${ending}`;
    expect(await runChild('/bin/sh', ['-c', script], within(500))).toMatchObject({ how: 'killed' });
    const pid = Number(await readFile(join(folder, 'pid'), 'utf8'));
    expect(pid).toBeGreaterThan(1);
    // Its new parent may reap it later.
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 5_000 });
  });

  test('a program that cannot be started is reported', async () => {
    expect(await client('node-http').time(join(folder, 'nobody'), urlOf(healthy), within(5_000))).toMatchObject({
      ok: false,
    });
  });
});

test('no proxy and no password of ours reaches a client', () => {
  const environment = {
    PATH: '/bin',
    HTTP_PROXY: 'http://proxy',
    https_proxy: 'http://proxy',
    no_proxy: 'x',
    WHYSLOW_PASSWORD: 'secret',
  };
  expect(childEnvironment(environment)).toEqual({ PATH: '/bin' });
});

test.each([
  ['8.2.0', [8, 2, 1], false],
  ['8.2.1', [8, 2, 1], true],
  ['8.10.0', [8, 2, 1], true],
  ['8.22.0-rc1', [8, 22], true],
  ['7.88.1', [8, 2], false],
  ['3', [3, 4], false],
  ['4', [3, 4], true],
])('%s is at least %j: %s', (version, wanted, expected) => expect(atLeast(version, wanted)).toBe(expected));
