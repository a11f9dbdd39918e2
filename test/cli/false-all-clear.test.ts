import { mkdtemp, rm } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveBytes, serveHttp } from '../gather/real-servers.ts';
import { whyslow } from './warm.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Every format, from one diagnosis. */
async function diagnosed(port: number, ...options: readonly string[]) {
  const { stdout, code } = await whyslow([
    `http://127.0.0.1:${port}/orders`,
    '--json',
    '--quiet',
    '--out',
    folder,
    ...options,
  ]);
  return { run: JSON.parse(stdout), code };
}

const page = (port: number, ...options: readonly string[]) =>
  whyslow([`http://127.0.0.1:${port}/orders`, '--out', folder, ...options]);

const after =
  (ms: number, status = 200): RequestListener =>
  (_request, response) =>
    void wait(ms).then(() => response.writeHead(status, { 'content-length': 2 }).end('ok'));

const failed = (run: { findings: readonly { id: string; outcome: string }[] }): readonly string[] =>
  run.findings.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);

describe('a handler that is slow every time', () => {
  test('the sleep is named with its share, and no ✔ is shown', async () => {
    const port = await serveHttp(after(600));
    const { stdout } = await page(port);
    expect(stdout).not.toMatch(/✔|nothing slows/);
    expect(stdout).toMatch(/sleeping-request/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /For [\d.]+ ms of the [\d.]+ ms of a request the server sleeps.*network and names cost [\d.]+ ms/,
    );
  });
});

test('a connection to a handler slower than the timeout is accepted, and the missing answer is reported', async () => {
  const port = await serveHttp(after(5_000));
  const { stdout, code } = await page(port, '--timeout', '1s');
  expect(code).toBe(14);
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
    /accepted the connection after [\d.]+ ms, and sent nothing within 1 s: the server hangs, or is slower than that/i,
  );
  expect(stdout).toContain('--timeout');
  expect(stdout).not.toMatch(/✔|nothing slows|does not speak/);
});

test('a slow first answer is reported and not hidden by the median', async () => {
  let answers = 0;
  const port = await serveHttp((request, response) => after((answers += 1) === 1 ? 700 : 0)(request, response));
  const { stdout } = await page(port);
  expect(stdout).not.toMatch(/✔|nothing slows/);
  expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/the first answer took (?:[7-9]\d\d ms|\d\.\d+ s)/);
});

describe('the status is always shown', () => {
  const raw = (status: string) =>
    serveBytes(
      (socket) => void socket.on('data', () => socket.end(`HTTP/1.1 ${status} X\r\nContent-Length: 0\r\n\r\n`)),
    );

  test.each([
    [404, 'answers 404'],
    [401, 'answers 401'],
  ])('%d is reported without ✔ and without a failure', async (status, words) => {
    const port = await serveHttp(after(0, status));
    const { stdout, code } = await page(port);
    expect([code, stdout]).toEqual([0, expect.stringContaining(words)]);
    expect(stdout).not.toMatch(/✔|nothing slows/);
    expect(failed((await diagnosed(port)).run)).toEqual([]);
  });

  test('a redirect is reported with its target, without the query', async () => {
    const port = await serveHttp((_request, response) =>
      response.writeHead(302, { location: '/login?token=SECRET#x' }).end(),
    );
    const { stdout } = await page(port);
    expect(stdout).toContain('302 to /login');
    expect(stdout).not.toMatch(/✔|SECRET/);
  });

  test.each(['000', '0', '99', '1000'])('%s is reported as no valid status', async (status) => {
    const { stdout } = await page(await raw(status));
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(`the status "${status}", which is not a valid HTTP status`);
    expect(stdout).not.toMatch(/✔|nothing slows/);
  });

  test('5xx on every answer is a finding', async () => {
    const { run } = await diagnosed(await serveHttp(after(0, 503)));
    expect(failed(run)).toEqual(['every-answer-an-error']);
    expect(run.verdict).toBe('warn');
  });

  test('several statuses are reported with their counts', async () => {
    let answers = 0;
    const port = await serveHttp((request, response) =>
      after(0, (answers += 1) % 3 === 0 ? 500 : 200)(request, response),
    );
    const { stdout } = await page(port);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/answers 200 \(\d+ times\) and 500 \(\d+ times\)/);
    expect(stdout).not.toMatch(/✔|nothing slows/);
  });

  // On a busy machine the machine itself may be slow.
  test('only 200 at once on every address gets a ✔', { retry: 2 }, async () => {
    const { stdout } = await page(await serveHttp(after(0)));
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /✔ No problem found on 127\.0\.0\.1:\d+ 127\.0\.0\.1 answers 200 in [\d.]+ ms/,
    );
  });
});
