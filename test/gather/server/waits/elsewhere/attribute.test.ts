import { expect, test } from 'vitest';
import { attribute } from '../../../../../src/gather/server/waits/elsewhere/attribute.ts';
import type { OpenSocket, SocketLook } from '../../../../../src/gather/server/waits/elsewhere/contract.ts';

const PORT = 8_000;
const request = (sentMs: number, endMs: number) => ({
  sentUs: sentMs * 1_000,
  endUs: endMs * 1_000,
  port: 50_000,
  serverTiming: [],
});

const socket = (over: Partial<OpenSocket>): OpenSocket => ({
  pid: 1,
  state: 'connecting',
  local: '127.0.0.1:40000',
  peer: '127.0.0.1:6379',
  ...over,
});

interface Given {
  readonly cpuMs?: number;
  readonly before?: readonly OpenSocket[];
  readonly during: (ms: number) => readonly OpenSocket[];
}

/** Two looks before the request, which is open from 1000 to 1200 ms, ten during it, and two after it. */
function sharesOf({ cpuMs = 0, before = [], during }: Given): Readonly<Record<string, number>> {
  const look = (ms: number, sockets: readonly OpenSocket[]): SocketLook => ({ atUs: ms * 1_000, sockets });
  const times = Array.from({ length: 10 }, (_, index) => 1_020 + index * 20);
  const parts = attribute({
    requests: [request(1_000, 1_200)],
    looksBefore: [look(850, []), look(900, before)],
    looks: [...times.map((ms) => look(ms, during(ms))), look(1_220, [socket({})]), look(1_240, [socket({})])],
    cpuUs: cpuMs * 1_000,
    port: PORT,
  });
  return Object.fromEntries(parts.map(({ kind, peer, us }) => [peer === null ? kind : `${kind} ${peer}`, us / 1_000]));
}

const asking = socket({ state: 'udp', peer: '192.168.64.1:53' });

test.each<[string, Given, Readonly<Record<string, number>>]>([
  ['nothing', { during: () => [] }, { unexplained: 200 }],
  ['a connect', { during: () => [socket({})] }, { 'connect 127.0.0.1:6379': 200 }],
  [
    'a connect for half of the time, and computing',
    { cpuMs: 60, during: (ms) => (ms <= 1_100 ? [socket({})] : []) },
    { 'connect 127.0.0.1:6379': 100, cpu: 60, unexplained: 40 },
  ],
  [
    'two connects in succession',
    { during: (ms) => [socket({ peer: ms <= 1_100 ? '[::1]:6379' : '127.0.0.1:6379' })] },
    { 'connect [::1]:6379': 100, 'connect 127.0.0.1:6379': 100 },
  ],
  ['a question to a name server', { during: () => [asking] }, { 'name 192.168.64.1:53': 200 }],
  ['a connect beside a question', { during: () => [asking, socket({})] }, { 'connect 127.0.0.1:6379': 200 }],
  [
    'a place that was connected to before',
    { before: [socket({})], during: () => [socket({ local: '127.0.0.1:40001' })] },
    { unexplained: 200 },
  ],
  ['a UDP socket that was open before', { before: [asking], during: () => [asking] }, { unexplained: 200 }],
  ['a UDP socket to another port', { during: () => [{ ...asking, peer: '192.168.64.1:5353' }] }, { unexplained: 200 }],
  ['a UDP socket without a peer', { during: () => [{ ...asking, peer: '' }] }, { unexplained: 200 }],
  ['a connection of a client', { during: () => [socket({ local: `127.0.0.1:${PORT}` })] }, { unexplained: 200 }],
  ['connections that are open', { during: () => [socket({ state: 'connected' })] }, { unexplained: 200 }],
  ['computing on several cores', { cpuMs: 700, during: () => [] }, { cpu: 200 }],
  [
    'a connect while another thread computes: the count is certain',
    { cpuMs: 150, during: () => [socket({})] },
    { cpu: 150, 'connect 127.0.0.1:6379': 50 },
  ],
  ['a count that goes back', { cpuMs: -5, during: () => [] }, { unexplained: 200 }],
])('%s', (_what, given, expected) => {
  const shares = sharesOf(given);
  expect(Object.keys(shares).toSorted()).toEqual(Object.keys(expected).toSorted());
  for (const [kind, ms] of Object.entries(expected)) expect(shares[kind]).toBeCloseTo(ms, 6);
  expect(Object.values(shares).reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(200, 6);
});

test('quick requests between two looks are explained by the looks during the others', () => {
  const requests = Array.from({ length: 20 }, (_, index) => request(index * 10, index * 10 + 10));
  const looks = [45, 95, 145].map((ms): SocketLook => ({ atUs: ms * 1_000, sockets: [socket({})] }));
  expect(attribute({ requests, looksBefore: [], looks, cpuUs: 0, port: PORT })).toEqual([
    { kind: 'connect', peer: '127.0.0.1:6379', us: expect.closeTo(200_000, 3) },
  ]);
});

test('requests without a look', () =>
  expect(attribute({ requests: [request(0, 10)], looksBefore: [], looks: [], cpuUs: 4_000, port: PORT })).toEqual([
    { kind: 'unexplained', peer: null, us: 6_000 },
    { kind: 'cpu', peer: null, us: 4_000 },
  ]));
