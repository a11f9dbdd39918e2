import { expect, test } from 'vitest';
import { delayedAckStall } from '../../../src/audit/http/delayed-ack-stall.ts';
import { gatherKeepAlive } from '../../../src/gather/http/keep-alive.ts';
import type { KeepAlive } from '../../../src/model/evidence.ts';
import { addressesOf, answering, at } from '../../audit/literals.ts';
import { freePort } from '../../serve/port.ts';
import { contextFor, inOneWrite, inTwoWrites, serveBytes, serveHttp } from '../real-servers.ts';

const reached = addressesOf({ '127.0.0.1': [answering('127.0.0.1')] });

async function gathered(port: number): Promise<KeepAlive> {
  const outcome = await gatherKeepAlive(contextFor(port), reached);
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value;
}

const opinionOn = (seen: KeepAlive) => delayedAckStall.check({ 'keep-alive': seen, addresses: reached }, at());

test('measures ten responses on new connections, and all but the first on a kept-alive one', async () => {
  const seen = await gathered(await serveBytes(inOneWrite));
  expect([seen.fresh.length, seen.reused.length]).toEqual([10, 9]);
  expect(opinionOn(seen).outcome).toBe('pass');
});

test.runIf(process.platform === 'linux')(
  'headers and body in two writes, with Nagle on: the stall is there',
  async () => {
    const seen = await gathered(await serveBytes(inTwoWrites, false));
    expect(opinionOn(seen)).toMatchObject({ outcome: 'fail', severity: 'medium' });
    expect(seen.delayedAcks).toBeGreaterThanOrEqual(9);
  },
);

test('the same two writes with Nagle off: the stall is gone', async () => {
  const seen = await gathered(await serveBytes(inTwoWrites, true));
  expect(opinionOn(seen).outcome).toBe('pass');
});

test('a server that closes after each response has no kept-alive responses', async () => {
  const port = await serveHttp((_request, response) => response.setHeader('connection', 'close').end('bye'));
  const seen = await gathered(port);
  expect([seen.fresh.length, seen.reused.length]).toEqual([10, 0]);
  expect(opinionOn(seen).outcome).toBe('not-applicable');
});

test.each([
  ['the address gave no answer before', addressesOf({ '127.0.0.1': [] }), 'no-answer'],
  ['the server is gone by now', reached, 'refused'],
])('nothing is gathered where %s', async (_what, addresses, code) =>
  expect(await gatherKeepAlive(contextFor(await freePort()), addresses)).toMatchObject({ ok: false, code }),
);

test('a server that speaks no HTTP any more yields no comparison', async () => {
  const port = await serveBytes((socket) => void socket.once('data', () => socket.end('220 ESMTP\r\n')));
  expect(await gatherKeepAlive(contextFor(port), reached)).toMatchObject({ ok: false, code: 'no-second-request' });
});

test('a server that serves one connection at a time is not blocked by the probe', async () => {
  let last = Promise.resolve();
  const port = await serveBytes((socket) => {
    const before = last;
    last = new Promise((resolve) => void socket.once('close', () => resolve()));
    socket.pause();
    void before.then(() => inOneWrite(socket.resume()));
  });
  const seen = await gathered(port);
  expect([seen.fresh.length, seen.reused.length]).toEqual([10, 9]);
  expect(Math.max(...seen.fresh.map(({ totalMs }) => totalMs))).toBeLessThan(1_000);
});

const visited = addressesOf({
  '127.0.0.1': [
    {
      ...answering('127.0.0.1'),
      cold: Array.from({ length: 7 }, () => ({ connect: 'accepted', connectMs: 1, firstByteMs: 121, totalMs: 121 })),
    },
  ],
});

test.each([
  ['the visits of the address count', 120, 120, [6, 10, 9]],
  ['all are sent again where kept-alive connections are slower', 120, 160, [27, 10, 9]],
] as const)('a slow server: %s', async (_what, freshMs, keptMs, expected) => {
  let requests = 0;
  const seenSockets = new WeakSet();
  const port = await serveHttp(({ socket }, response) => {
    requests += 1;
    const ms = seenSockets.has(socket) ? keptMs : freshMs;
    seenSockets.add(socket);
    setTimeout(() => response.end('slow'), ms);
  });
  const kept = visited.visits.map((each) => ({
    ...each,
    warm: each.cold.map(() => ({ firstByteMs: keptMs, totalMs: keptMs })),
  }));
  const outcome = await gatherKeepAlive(contextFor(port), { ...visited, visits: kept });
  if (!outcome.ok) throw new Error(outcome.message);
  expect([requests, outcome.value.fresh.length, outcome.value.reused.length]).toEqual(expected);
});
