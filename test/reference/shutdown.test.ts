import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openStore } from '../../src/reference/store/open.ts';
import { type Pair, post, USER } from './client.ts';
import { scene, startServer } from './server-process.ts';

/** A sign-in whose answer is not there yet. Resolves when the server has read its header and has asked for its body. */
async function openSignIn(url: string): Promise<{ readonly answer: Promise<Pair> }> {
  const body = JSON.stringify(USER);
  const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length, Expect: '100-continue' };
  const sent = request(new URL('/api/token/', url), { method: 'POST', headers });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  sent.flushHeaders();
  await once(sent, 'continue');
  sent.end(body);
  return { answer: answered.then(([response]) => json(response) as Promise<Pair>) };
}

test.skipIf(process.platform === 'win32').each([
  ['one process', ['--middleware-delay', '700ms']],
  ['two workers', ['--middleware-delay', '700ms', '--workers', '2']],
  // About half a second: not done before the signal, and done before the server closes its connections after 5 s.
  ['a slow password hash', ['--hash', 'pbkdf2:2000000']],
])('SIGTERM: requests in flight are answered and durable, new ones are refused, exit code 0: %s', (_what, slowness) =>
  scene(async ({ folder, later }) => {
    const file = join(folder, 'reference.db');
    const plan = { args: ['--store', `sqlite:${file}`], logPath: join(folder, 'log') };
    const server = await startServer({ ...plan, args: [...plan.args, ...slowness] });
    later(server.stop);

    const { answer } = await openSignIn(server.url);
    process.kill(server.pid, 'SIGTERM');
    // The signal arrives some time after it was sent.
    const asked = (): Promise<string> =>
      fetch(new URL('/healthz', server.url)).then(
        () => 'answered',
        () => 'refused',
      );
    await expect.poll(asked).toBe('refused');
    const pair = await answer;
    expect([await server.exited, await server.printed()]).toEqual([
      0,
      expect.stringMatching(/^reference server on .*\n$/),
    ]);

    // The state of the response is present after the next start.
    const next = await startServer(plan);
    later(next.stop);
    expect((await post(next.url, '/api/token/refresh/', { refresh: pair.refresh })).status).toBe(200);
    const store = await openStore({ kind: 'sqlite', file });
    expect((await store.logs[0].page(0, 10)).map(({ event }) => event)).toEqual(['login', 'refresh']);
    await store.close();
  }),
);

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

test.skipIf(process.platform !== 'linux')('SIGTERM during the restart of a worker ends all workers', () =>
  scene(async ({ folder, later }) => {
    const plan = { args: ['--workers', '2'], logPath: join(folder, 'log') };
    const server = await startServer(plan);
    later(server.stop);
    const before = childrenOf(server.pid);
    // A worker that ends within its first second is not restarted.
    await delay(1500);
    for (const worker of before) process.kill(worker, 'SIGKILL');
    const isNew = (worker: number): boolean => !before.includes(worker);
    while (!childrenOf(server.pid).some(isNew)) await delay(1);
    process.kill(server.pid, 'SIGTERM');
    expect([await server.exited, await server.printed()]).toEqual([
      0,
      expect.stringMatching(/^reference server on .*\n$/),
    ]);
  }),
);
