import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startReference } from '../../src/reference/process.ts';
import { validRun } from './valid-run.ts';
import { filesOf, start, withFolder } from './whyslow.ts';

/** A zombie process counts as ended: it holds no port and no file. */
function lives(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function childrenOf(pid: number): readonly number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

const untilAChild = async (pid: number): Promise<readonly number[]> => {
  for (;;) {
    const children = childrenOf(pid);
    if (children.length > 0) return children;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

/** Samples are written by the hundred: once the file has some, the first trial is running. */
async function untilWritten(path: string): Promise<void> {
  while (!existsSync(path) || statSync(path).size === 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

test.each([
  ['Ctrl-C', 'SIGINT', 130],
  ['SIGTERM', 'SIGTERM', 143],
] as const)(
  '%s in the middle saves what was measured, takes the embedded server along, and exits with its code',
  (_what, signal, code) =>
    withFolder(async (out) => {
      const samples = join(out, 'samples.ndjson');
      const running = start(['run', '--duration', '20s', '--out', out, '--samples', samples]);
      const children = await untilAChild(running.child.pid ?? 0);
      await untilWritten(samples);
      running.child.kill(signal);
      const ended = await running.ended;
      expect(ended.code).toBe(code);
      const run = validRun((await filesOf(out)).get('run.json') ?? '');
      expect(run.exit.code).toBe(code);
      expect(run.suites[0]).toMatchObject({ suite: 'refresh', errors: 0 });
      expect(run.suites[0]?.n).toBeGreaterThan(50);
      expect(run.suites[0]?.ended).toMatchObject({ kind: code === 130 ? 'interrupted' : 'terminated', of: null });
      expect(children.filter(lives)).toEqual([]);
    }),
);

test('a trial that was interrupted before its first answer is not a result', () =>
  withFolder(async (out) => {
    // Accepts the sign-in, has a protected route, and never answers a refresh.
    const server = createServer(({ url, headers }, response) => {
      if (url === '/api/me/' && headers.authorization === undefined) response.writeHead(401).end();
      else if (url?.includes('refresh') === true) server.emit('asked');
      else response.setHeader('content-type', 'application/json').end('{"access":"a.b.c","refresh":"d.e.f"}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const asked = once(server, 'asked');
    const { port } = server.address() as AddressInfo;
    const suite = ['--user', 'me', '--preset', 'simplejwt', '--api', '/api/me/', '--suite', 'refresh'];
    const running = start(['load', `http://127.0.0.1:${port}`, ...suite, '--out', out], {
      env: { WHYSLOW_PASSWORD: 'pass-phrase' },
    });
    await asked;
    running.child.kill('SIGINT');
    const ended = await running.ended;
    server.closeAllConnections();
    server.close();
    expect(ended.code).toBe(130);
    expect(validRun((await filesOf(out)).get('run.json') ?? '').suites).toEqual([]);
  }));

test('if the server stops during the measurement, the run is saved and the exit code gives the reason', () =>
  withFolder(async (out) => {
    const samples = join(out, 'samples.ndjson');
    const server = await startReference({ port: 0, users: 1, password: 'pass-phrase' });
    const running = start(
      [
        'load',
        server.url,
        '--user',
        'user1',
        '--suite',
        'api',
        '--duration',
        '20s',
        '--out',
        out,
        '--samples',
        samples,
      ],
      {
        env: { WHYSLOW_PASSWORD: 'pass-phrase' },
      },
    );
    await untilWritten(samples);
    process.kill(server.pid, 'SIGKILL');
    const ended = await running.ended;
    expect(ended.code).toBe(14);
    const run = validRun((await filesOf(out)).get('run.json') ?? '');
    expect(run.exit.reason).toContain('the server stopped answering');
    expect(run.suites[0]?.n).toBeGreaterThan(50);
    expect(run.suites[0]?.errors).toBeGreaterThan(0);
    await server.stop();
  }));
