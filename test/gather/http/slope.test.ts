import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { gatherSlope } from '../../../src/gather/http/slope/gatherer.ts';
import { planFor } from '../../../src/gather/http/slope/plan.ts';
import type { GatherContext } from '../../../src/gather/context.ts';
import type { AddressVisits } from '../../../src/model/evidence.ts';
import type { Slope } from '../../../src/model/slope.ts';
import { isOneAtATime, workersShown } from '../../../src/model/slope-shape.ts';
import { addressesOf, answering, answeringInTurn } from '../../audit/literals.ts';
import { freePort } from '../../serve/port.ts';
import { contextFor, serveBytes, serveHttp } from '../real-servers.ts';

const reached = (row: AddressVisits = answering('127.0.0.1')) => addressesOf({ '127.0.0.1': [row] });

async function gathered(port: number, over: Partial<GatherContext> = {}, row?: AddressVisits): Promise<Slope> {
  const outcome = await gatherSlope(contextFor(port, over), reached(row));
  if (outcome?.ok !== true) throw new Error(JSON.stringify(outcome));
  return outcome.value;
}

const EACH_MS = 40;
const work = async (response: ServerResponse): Promise<void> => {
  await sleep(EACH_MS);
  response.end('done');
};

/** Works on one request of each key at a time. */
function inTurn(keyOf: (request: IncomingMessage, response: ServerResponse) => string): RequestListener {
  const queues = new Map<string, Promise<void>>();
  return (request, response) => {
    const key = keyOf(request, response);
    queues.set(
      key,
      (queues.get(key) ?? Promise.resolve()).then(() => work(response)),
    );
  };
}

const sizesOf = ({ batches }: Slope, cookies: 'none' | 'same') =>
  batches.filter((each) => each.cookies === cookies).map(({ atOnce }) => atOnce);

test('one, two and four requests are sent at once, twice, and each on a new connection', async () => {
  const sockets = new Set<unknown>();
  const port = await serveHttp((request, response) => {
    sockets.add(request.socket);
    void work(response);
  });
  const slope = await gathered(port);
  expect(sizesOf(slope, 'none')).toEqual([1, 2, 4, 1, 2, 4]);
  expect(sockets.size).toBe(14);
  expect(slope).toMatchObject({ setsCookie: false, serving: null, acceptsIdle: null, afterPause: null });
  expect(slope.batches.every(({ statuses, atOnce }) => statuses[200] === atOnce)).toBe(true);
  expect(isOneAtATime(slope, 'none')).toBe(false);
});

test('a deep diagnosis sends eight and sixteen too, as often', async () => {
  const slope = await gathered(await serveHttp((_request, response) => void work(response)), { depth: 'deep' });
  expect(sizesOf(slope, 'none')).toEqual([1, 2, 4, 1, 2, 4, 8, 16, 8, 16]);
  expect(workersShown(slope, 'none')).toBe(null);
});

test('a server that works on one request at a time gives its answers one after the other', async () => {
  const slope = await gathered(await serveHttp(inTurn(() => 'all')), { depth: 'deep' });
  expect(isOneAtATime(slope, 'none')).toBe(true);
  expect(sizesOf(slope, 'none')).toEqual([1, 2, 4, 1, 2, 4]);
});

test('a session lock is seen with the cookies of one response, and these are not in the evidence', async () => {
  let sessions = 0;
  const port = await serveHttp(
    inTurn(({ headers }, response) => {
      if (headers.cookie !== undefined) return headers.cookie;
      sessions += 1;
      response.setHeader('set-cookie', [`sid=secret-${sessions}; Path=/; HttpOnly`, 'theme=dark']);
      return `new ${sessions}`;
    }),
  );
  const slope = await gathered(port);
  expect(sizesOf(slope, 'same')).toEqual([1, 4, 1, 4]);
  expect([slope.setsCookie, isOneAtATime(slope, 'none'), isOneAtATime(slope, 'same')]).toEqual([true, false, true]);
  expect(JSON.stringify(slope)).not.toMatch(/secret|theme/);
});

test('a cookie that cannot be sent back is left out', async () => {
  const port = await serveBytes(
    (socket) => void socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nSet-Cookie: a=\u0001b\r\n\r\n')),
  );
  expect(await gathered(port)).toMatchObject({ setsCookie: false });
});

test.runIf(process.platform === 'linux')('a blocked event loop is seen from outside', async () => {
  const file = fileURLToPath(new URL('blocking.mjs', import.meta.url));
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [port] = (await once(createInterface(child.stdout), 'line')) as [string];
  const slope = await gathered(Number(port), {}, answeringInTurn(60, 60, 60));
  expect(slope).toMatchObject({ acceptsIdle: true, serving: { processes: 1, hasEventLoop: true } });
  expect(slope.batches.filter(({ atOnce }) => atOnce === 4).map(({ notAccepted }) => notAccepted)).toEqual([3, 3]);
});

test('where the answers became slow, one request is sent after a pause', async () => {
  let requests = 0;
  const port = await serveHttp((_request, response) => {
    requests += 1;
    response.end('quick');
  });
  const slope = await gathered(port, {}, answeringInTurn(2, 2, 60, 60, 60));
  expect([requests, slope.batches]).toEqual([1, []]);
  expect(slope.afterPause?.pausedMs).toBe(120);
});

test('an answer of more than 2 s is not sent for again', async () => {
  const outcome = await gatherSlope(contextFor(await freePort()), reached(answeringInTurn(2_001, 2_001)));
  expect(outcome).toMatchObject({ ok: false, code: 'too-slow', message: expect.stringContaining('2001 ms') });
});

test.each([
  ['a quick answer', 150, false, { sizes: [1, 2, 4], rounds: 2, more: [] }],
  ['a slower one', 151, false, { sizes: [1, 2, 4], rounds: 1, more: [] }],
  ['the longest of a deep slope', 600, true, { sizes: [1, 2, 4], rounds: 1, more: [8, 16] }],
  ['a long one', 601, true, { sizes: [2], rounds: 1, more: [] }],
])('%s', (_what, aloneMs, isDeep, plan) => expect(planFor(aloneMs, isDeep)).toEqual(plan));

test.each([
  ['without an answer', addressesOf({ '127.0.0.1': [] }), 'no-answer'],
  ['whose body did not end', reached({ ...answering('127.0.0.1'), body: 'unfinished' }), 'no-answer'],
] as const)('nothing is sent to a server %s', async (_what, addresses, code) =>
  expect(await gatherSlope(contextFor(await freePort()), addresses)).toMatchObject({ ok: false, code }),
);

test('a server that is gone leaves batches without answers, and an abort no evidence', async () => {
  const slope = await gathered(await freePort());
  expect(slope.batches.flatMap(({ firstBytesMs }) => firstBytesMs)).toEqual([]);
  const signal = AbortSignal.abort();
  expect(await gatherSlope(contextFor(await freePort(), { signal }), reached())).toBe(null);
});
