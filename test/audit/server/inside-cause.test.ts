import { expect, test } from 'vitest';
import { slowApplication } from '../../../src/audit/http/slow-application.ts';
import { cpuBoundRequest } from '../../../src/audit/server/cpu-bound-request.ts';
import { diskBoundRequest } from '../../../src/audit/server/disk-bound-request.ts';
import { downstreamConnectEachRequest } from '../../../src/audit/server/downstream-connect-each-request.ts';
import { downstreamLateRefusal } from '../../../src/audit/server/downstream-late-refusal.ts';
import { downstreamSlowAnswer } from '../../../src/audit/server/downstream-slow-answer.ts';
import { insideCause, insideIds } from '../../../src/audit/server/inside-cause.ts';
import { lockBoundRequest } from '../../../src/audit/server/lock-bound-request.ts';
import { serverResolvesNames } from '../../../src/audit/server/server-resolves-names.ts';
import { sleepingRequest } from '../../../src/audit/server/sleeping-request.ts';
import { waitsForCore } from '../../../src/audit/server/waits-for-core.ts';
import type { Peer, PeerTraffic, ServerWaits, WaitKind, WaitShare } from '../../../src/model/waits.ts';
import { answeringAfter, at, baseline, loopback, watched } from '../literals.ts';

const nine = [
  downstreamLateRefusal,
  downstreamConnectEachRequest,
  downstreamSlowAnswer,
  serverResolvesNames,
  cpuBoundRequest,
  waitsForCore,
  diskBoundRequest,
  lockBoundRequest,
  sleepingRequest,
];

const store: Peer = { place: '127.0.0.1:6379', program: 'redis-server' };
const other: Peer = { place: '127.0.0.1:9200', program: null };
const share = (kind: WaitKind, ms: number, peer: Peer | null = null): WaitShare => ({ kind, ms, peer });
const answer = (ms: number, peer = store): WaitShare => share('answer', ms, peer);

/** Two requests of 200 ms each: 240 of the 400 ms are 60 %. */
const of = (shares: readonly WaitShare[], over: Partial<ServerWaits> = {}): ServerWaits =>
  watched([200, 200], shares, over);

/** Parts of one request; `kernel` is of the time on the CPU. */
const busy = (part: { cpu?: number; core?: number; disk?: number; kernel?: number }): ServerWaits =>
  of(
    (['cpu', 'core', 'disk'] as const).map((kind) => share(kind, 2 * (part[kind] ?? 0))),
    { systemMs: 2 * (part.kernel ?? 0) },
  );

/** Requests of 200 ms that wait 150 ms each for an answer, and the traffic of all of them. */
const talking = (traffic: Partial<PeerTraffic>, peer = store, requests = 2): ServerWaits =>
  watched(Array<number>(requests).fill(200), [answer(requests * 150, peer)], {
    traffic: [{ peer, opened: 0, questions: requests, silentMs: 0, unansweredMs: 0, ...traffic }],
  });

const postgres: Peer = { place: '127.0.0.1:5432', program: 'postgres' };
const usualPostgres: Peer = { place: '10.0.0.5:5432', program: 'PostgreSQL' };

const kinds = [
  ['connecting', of([share('connect', 240, store)]), 'downstream-late-refusal'],
  ['an answer', of([answer(240)]), 'downstream-slow-answer'],
  ['asking for a name', of([share('name', 240, other)]), 'server-resolves-names'],
  ['computing', of([share('cpu', 240)]), 'cpu-bound-request'],
  ['no core', of([share('core', 240)]), 'waits-for-core'],
  ['writing', of([share('disk', 240)]), 'disk-bound-request'],
  ['a lock', of([share('lock', 240)]), 'lock-bound-request'],
  ['sleep', of([share('sleep', 240)]), 'sleeping-request'],
  ['not accepted', of([share('not-accepted', 400)]), null],
  ['unexplained', of([share('unexplained', 400)]), null],
] as const;

const computing = [
  ['computing of 119 ms', busy({ cpu: 119 }), null],
  ['120 ms without a core beside computing', busy({ cpu: 80, core: 120 }), 'waits-for-core'],
  ['100 ms of computing and 40 ms without a core', busy({ cpu: 100, core: 40 }), 'waits-for-core'],
  ['a little longer computing, so that both are less than 60 %', busy({ cpu: 101, core: 40 }), null],
  ['100 ms of computing and 39 ms without a core', busy({ cpu: 100, core: 39 }), null],
  ['computing that is slow without the queue', busy({ cpu: 130, core: 60 }), 'cpu-bound-request'],
  [
    'no core for 60 % beside long computing',
    watched([1_000], [share('core', 700), share('cpu', 200)]),
    'waits-for-core',
  ],
  ['computing and queue below 60 % together', busy({ cpu: 60, core: 59 }), null],
  ['no core while writing', busy({ core: 120, disk: 40, cpu: 40, kernel: 40 }), 'waits-for-core'],
] as const;

const writing = [
  ['writing with the kernel on the CPU', busy({ cpu: 120, kernel: 80, disk: 40 }), 'disk-bound-request'],
  ['writing where the disk is more', busy({ cpu: 60, kernel: 60, disk: 60 }), 'disk-bound-request'],
  ['writing and kernel below 60 %', busy({ cpu: 120, kernel: 79, disk: 40 }), 'cpu-bound-request'],
  ['a disk below 20 %', busy({ cpu: 140, kernel: 140, disk: 39 }), 'cpu-bound-request'],
  ['more kernel time than time on the CPU', busy({ cpu: 60, kernel: 100, disk: 40 }), null],
] as const;

const connections = [
  [
    'a new connection silent for half of the wait',
    talking({ opened: 2, silentMs: 150 }),
    'downstream-connect-each-request',
  ],
  ['a new connection silent for less', talking({ opened: 2, silentMs: 149 }), 'downstream-slow-answer'],
  ['three connections for each request', talking({ opened: 6 }), 'downstream-connect-each-request'],
  ['fewer than three', talking({ opened: 5 }), 'downstream-slow-answer'],
  ['a connection for every second request', talking({ opened: 1, silentMs: 300 }), 'downstream-slow-answer'],
  [
    'connections of 4 of 5 requests',
    talking({ opened: 4, silentMs: 375 }, store, 5),
    'downstream-connect-each-request',
  ],
  ['connections of 3 of 5 requests', talking({ opened: 3, silentMs: 750 }, store, 5), 'downstream-slow-answer'],
  ['no traffic that was seen', of([answer(300)]), 'downstream-slow-answer'],
  ['a late first byte of a store', talking({ opened: 2, unansweredMs: 300 }), 'downstream-slow-answer'],
  ['of PostgreSQL', talking({ opened: 2, unansweredMs: 150 }, postgres), 'downstream-connect-each-request'],
  [
    'of the usual PostgreSQL',
    talking({ opened: 2, unansweredMs: 150 }, usualPostgres),
    'downstream-connect-each-request',
  ],
  ['a less late one', talking({ opened: 2, unansweredMs: 149 }, postgres), 'downstream-slow-answer'],
  [
    'connections to another place',
    { ...talking({ opened: 6 }, other), shares: [answer(300)] },
    'downstream-slow-answer',
  ],
] as const;

const mixtures = [
  ['just below 60 %', of([answer(239)]), null],
  ['two parts of 50 %', of([share('cpu', 200), share('sleep', 200)]), null],
  ['two servers of 50 % each', of([answer(200), answer(200, other)]), null],
  ['five parts', of([share('cpu', 80), share('core', 80), answer(80), share('sleep', 80), share('disk', 80)]), null],
  ['the larger of two parts', of([share('sleep', 160), answer(240)]), 'downstream-slow-answer'],
] as const;

const quick = [
  ['a request of 100 ms', watched([100, 100], [share('sleep', 200)]), null],
  ['a request of 101 ms', watched([101, 101], [share('sleep', 202)]), 'sleeping-request'],
  ['a slow and a quick request, quick on average', watched([170, 30], [share('sleep', 200)]), null],
  ['a slow and a quick request, slow on average', watched([170, 32], [share('sleep', 202)]), 'sleeping-request'],
] as const;

const all = [...kinds, ...computing, ...writing, ...connections, ...mixtures, ...quick];

test.each(all)('%s', (_what, waits, id) => expect(insideCause(waits)?.id ?? null).toBe(id));

const addresses = loopback([answeringAfter(200)]);
const failing = (waits: ServerWaits): readonly string[] =>
  [...nine, slowApplication]
    .filter((audit) => audit.check({ addresses, 'loopback-baseline': baseline(), waits }, at()).outcome === 'fail')
    .map((audit) => audit.id);

test.each(all)(
  '%s: exactly one audit fails, which is slow-application where there is no single cause',
  (_what, waits, id) => expect(failing(waits)).toEqual([id ?? 'slow-application']),
);

test('each of the nine audits is the cause in some row', () => {
  expect(nine.map(({ id }) => id)).toEqual([...insideIds]);
  expect([...new Set(all.flatMap(([, , id]) => id ?? []))].toSorted()).toEqual([...insideIds].toSorted());
});

test.each([
  ['the time of the wait', of([answer(300)]), { ms: 150, peer: store }],
  ['the time in the queue only', busy({ cpu: 80, core: 120 }), { ms: 120, peer: null }],
  ['the time on the CPU only', busy({ cpu: 130, core: 60 }), { ms: 130, peer: null }],
  ['the wait for the disk and the kernel time', busy({ cpu: 120, kernel: 80, disk: 40 }), { ms: 120, peer: null }],
] as const)('the price is %s, for each request', (_what, waits, price) =>
  expect(insideCause(waits)).toMatchObject({ ...price, requestMs: 200 }),
);

test('without a look at the server none of the nine decides: slow answers are inconclusive, quick ones pass', () => {
  const outcomes = (firstByteMs: number): readonly string[] =>
    nine.map((audit) => audit.check({ addresses: loopback([answeringAfter(firstByteMs)]) }, at()).outcome);
  expect(new Set(outcomes(200))).toEqual(new Set(['inconclusive']));
  expect(new Set(outcomes(2))).toEqual(new Set(['pass']));
});
