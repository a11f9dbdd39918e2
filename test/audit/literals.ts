import type { Subject } from '../../src/audit/contract.ts';
import type { Silence } from '../../src/model/silence.ts';
import type {
  Addresses,
  AddressVisits,
  ColdVisit,
  ConnectOutcome,
  Listener,
  Listeners,
  LoopbackBaseline,
  NameService,
  ResolvedAddress,
} from '../../src/model/evidence.ts';
import type { ResponseFacts } from '../../src/model/response-facts.ts';
import { got, gotNothing } from '../../src/model/outcome.ts';
import type { Target } from '../../src/model/target.ts';
import type { ServerWaits, WaitShare } from '../../src/model/waits.ts';

export const targetAt = (host: string, port = 8_000): Target => ({
  url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/`,
  scheme: 'http',
  host,
  port,
  path: '/',
});

/** The subject: `localhost:8000` from Linux, unless a test states another. */
export const at = (host = 'localhost', platform = 'linux'): Subject => ({ target: targetAt(host), platform });

const familyOf = (address: string): 4 | 6 => (address.includes(':') ? 6 : 4);

const cold = (connect: ConnectOutcome, connectMs: number, totalMs: number | null): ColdVisit => ({
  connect,
  connectMs,
  firstByteMs: totalMs,
  totalMs,
});

const bare = (address: string): AddressVisits => ({
  name: address,
  address,
  family: familyOf(address),
  order: 0,
  cold: [],
  warm: [],
  answer: null,
  body: null,
  silence: null,
  statuses: {},
  location: null,
  response: null,
  firstAnswerMs: null,
  slowestAnswerMs: null,
  unanswered: [],
});

/** An address that connects in `connectMs` and answers 2 ms later. */
export const answering = (address: string, connectMs = 0.2, server: string | null = null): AddressVisits => ({
  ...bare(address),
  cold: [cold('accepted', connectMs, connectMs + 2), cold('accepted', connectMs, connectMs + 2)],
  answer: { status: 200, server },
  body: 'whole',
  statuses: { 200: 2 },
  firstAnswerMs: 2,
  slowestAnswerMs: 2,
});

export const silent = (address: string, silence: Silence = { kind: 'resets' }): AddressVisits => ({
  ...bare(address),
  cold: [cold('accepted', 0.2, null)],
  silence,
});

/** An address whose connects all end in the same way after `connectMs`. */
export const closed = (address: string, connect: ConnectOutcome, connectMs = 0.1): AddressVisits => ({
  ...bare(address),
  cold: [cold(connect, connectMs, null), cold(connect, connectMs, null)],
});

export const refused = (address: string, connectMs = 0.1): AddressVisits => closed(address, 'refused', connectMs);

export const untried = (address: string): AddressVisits => bare(address);

/** The rows of each name in the resolver's order. A literal address has no lookup. */
export function addressesOf(names: Readonly<Record<string, readonly AddressVisits[]>>, lookupMs = 0.3): Addresses {
  const all = Object.entries(names);
  return {
    resolutions: all.map(([name, rows]) => ({
      name,
      lookupsMs: name.includes(':') || /^[\d.]+$/.test(name) ? [] : [lookupMs, lookupMs, lookupMs],
      answer:
        rows.length === 0
          ? gotNothing('ENOTFOUND', `${name} does not resolve (ENOTFOUND)`)
          : got(rows.map(({ address, family }) => ({ address, family }))),
    })),
    visits: all.flatMap(([name, rows]) => rows.map((row, order) => ({ ...row, name, order }))),
  };
}

/** The evidence of a loopback probe: `localhost` in the resolver's order, and both literals. */
export const loopback = (localhost: readonly AddressVisits[], lookupMs?: number): Addresses =>
  addressesOf(
    {
      localhost,
      ...Object.fromEntries(localhost.filter(({ cold: tried }) => tried.length > 0).map((row) => [row.address, [row]])),
    },
    lookupMs,
  );

export const listening = (address: string, pid: number | null = 4_242, command: string | null = null): Listener => ({
  address,
  family: familyOf(address),
  port: 8_000,
  pid,
  command,
});

export const listeners = (...all: readonly Listener[]): Listeners => ({ listeners: all, otherPorts: [] });

export const runserver = listeners(listening('127.0.0.1', 4_242, 'python manage.py runserver'));

const resolved = (...addresses: readonly string[]): readonly ResolvedAddress[] =>
  addresses.map((address) => ({ address, family: familyOf(address) }));

export const shownWithAddrconfig = (...addresses: readonly string[]): NameService['addrconfig'] =>
  got(resolved(...addresses));

export const names = (over: Partial<NameService> = {}): NameService => ({
  hosts: [
    { address: '127.0.0.1', names: ['localhost'] },
    { address: '::1', names: ['localhost', 'ip6-localhost'] },
  ],
  nsswitch: 'files dns',
  gaiConf: [],
  search: [],
  nameservers: ['10.0.0.2'],
  addrconfig: shownWithAddrconfig('::1', '127.0.0.1'),
  dottedMs: null,
  ...over,
});

/** Our own listener on both families; the closed port is refused at once. */
export const baseline = (
  openMs: { readonly 4: readonly number[]; readonly 6: readonly number[] } = { 4: [0.1], 6: [0.1] },
  closedPort: ConnectOutcome = 'refused',
): LoopbackBaseline => ({
  families: ([4, 6] as const).map((family) => ({
    family,
    address: family === 4 ? '127.0.0.1' : '::1',
    openMs: openMs[family],
    closed: { connect: closedPort, connectMs: 0.1 },
  })),
});

/** A watched server: the time of each request, and the parts of all of them together. */
export const watched = (
  requestsMs: readonly number[],
  shares: readonly WaitShare[],
  over: Partial<ServerWaits> = {},
): ServerWaits => ({
  requestsMs,
  shares,
  samples: 400,
  programs: [],
  processes: [],
  systemMs: 0,
  others: [],
  cores: 2,
  traffic: [],
  serverTiming: [],
  denied: [],
  ...over,
});

/** An address whose answers take so long on new connections. */
export const answeringAfter = (firstByteMs: number): AddressVisits => ({
  ...answering('127.0.0.1', 0.2),
  cold: Array.from({ length: 3 }, () => cold('accepted', 0.2, firstByteMs)),
  warm: [],
});

/** An address whose answers on new connections took these times, in this order. */
export const answeringInTurn = (...waitsMs: readonly number[]): AddressVisits => ({
  ...answering('127.0.0.1', 0.2),
  cold: waitsMs.map((waitMs) => cold('accepted', 0.2, waitMs + 0.2)),
});
/** An address whose answers take these times after the connect, on new connections and on an open one, in this order. */
export const taking = (
  address: string,
  fresh: readonly number[],
  open: readonly number[] = [],
  connectMs = 0.2,
): AddressVisits => ({
  ...answering(address, connectMs),
  cold: fresh.map((wait) => cold('accepted', connectMs, connectMs + wait)),
  warm: open.map((wait) => ({ firstByteMs: wait, totalMs: wait })),
  firstAnswerMs: fresh[0] ?? null,
  slowestAnswerMs: Math.max(...fresh, ...open),
});

export const times = (n: number, ms: number): readonly number[] => Array.from({ length: n }, () => ms);

/** The same address, and what the head of its last answer said. */
export const responding = (row: AddressVisits, over: Partial<ResponseFacts> = {}): AddressVisits => ({
  ...row,
  response: {
    httpVersion: '1.1',
    keptAlive: true,
    mediaType: 'text/plain',
    contentLength: 5,
    contentEncoding: null,
    setsCookie: false,
    retryAfter: null,
    bodyBytes: 5,
    lastByteMs: 1,
    bursts: 1,
    ...over,
  },
});
