import { expect, test } from 'vitest';
import { judgeAgainst } from '../../src/judge/against.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { AddressRow, Run } from '../../src/model/run.ts';

const failed = (costMs: number | null, id = 'stall'): Finding => ({
  id,
  title: 'a stall',
  outcome: 'fail',
  severity: 'high',
  costMs,
  summary: 'it stalls',
  facts: [],
  advice: [],
});
const said = (outcome: 'pass' | 'inconclusive' | 'not-applicable', id = 'stall'): Finding => ({
  id,
  title: 'a stall',
  outcome,
  summary: `it is ${outcome}`,
});
const noted = (explainedBy: string | null): Finding => ({
  ...said('not-applicable'),
  outcome: 'note',
  facts: [],
  advice: [],
  explainedBy,
});
const cannotOccur: Finding = { ...said('not-applicable'), outcome: 'not-applicable', cannotOccur: true };

const row = (name: string, order: number, totalMs: number | null): AddressRow => ({
  name,
  address: `a${order}`,
  family: 4,
  order,
  resolveMs: 0,
  connect: totalMs === null ? 'refused' : 'accepted',
  connectMs: { p50: 1, p95: 1 },
  firstByteMs: totalMs === null ? null : { p50: totalMs, p95: totalMs },
  totalMs: totalMs === null ? null : { p50: totalMs, p95: totalMs },
  warmMs: null,
  answers: {
    statuses: { 200: 14 },
    location: null,
    firstMs: 2,
    slowestMs: 3,
    wholeMs: null,
    unanswered: 0,
    body: 'whole',
  },
});

const listeners = (...commands: readonly (string | null)[]): Evidence => ({
  kind: 'listeners',
  takenAt: '2026-01-02T03:04:05.000Z',
  tookMs: 1,
  outcome: {
    ok: true,
    value: {
      otherPorts: [],
      listeners: commands.map((command, index) => ({
        address: '127.0.0.1',
        family: 4,
        port: 8000,
        pid: command === null ? null : 100 + index,
        command,
      })),
    },
  },
});

interface Parts {
  readonly url: string;
  readonly findings: readonly Finding[];
  readonly addresses: readonly AddressRow[];
  readonly commands: readonly (string | null)[];
  readonly product: string | null;
  readonly embedded: boolean;
  readonly command: Run['command'];
  readonly exit: number;
  readonly machine: string;
  readonly version: string;
}

const usual: Omit<Parts, 'addresses'> = {
  url: 'http://localhost:8000/',
  findings: [],
  commands: ['python manage.py runserver'],
  product: null,
  embedded: false,
  command: 'diagnose',
  exit: 0,
  machine: 'abc',
  version: '0.1.0',
};

/** A diagnosis of a server that answers at localhost:8000; each test changes a part. */
function diagnosis(over: Partial<Parts> = {}): Run {
  const parts = { ...usual, ...over };
  const url = new URL(parts.url);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    command: parts.command,
    startedAt: '2026-01-02T03:04:05.000Z',
    tool: { version: parts.version, node: '20.19.0' },
    host: { os: 'linux', kernel: '6', cpus: 2, cpuModel: 'x', memoryMb: 1, machine: parts.machine },
    target: {
      url: url.href,
      host,
      port: Number(url.port),
      embedded: parts.embedded,
      server: { product: parts.product, pid: 1, command: null, listens: [] },
    },
    evidence: [listeners(...parts.commands)],
    findings: parts.findings,
    addresses: over.addresses ?? [row(host, 0, 5)],
    exit: { code: parts.exit, reason: '' },
  } as unknown as Run;
}

const changes = (before: Partial<Parts>, now: Partial<Parts>) =>
  judgeAgainst(diagnosis(before), diagnosis(now)).findings.map(({ because: _because, ...change }) => change);

test.each([
  ['is gone', [failed(2_000)], [said('pass')], 'solved', 2_000, null],
  ['cannot occur any more', [failed(2_000)], [cannotOccur], 'solved', 2_000, null],
  ['could not be checked this time', [failed(2_000)], [said('not-applicable')], 'undecided', 2_000, null],
  ['is a note now', [failed(2_000)], [noted(null)], 'solved', 2_000, null],
  ['has another finding as its cause now', [failed(2_000)], [noted('cause')], 'undecided', 2_000, null],
  ['is still present', [failed(2_000)], [failed(900)], 'not-solved', 2_000, 900],
  ['could not be decided again', [failed(null)], [said('inconclusive')], 'undecided', null, null],
  ['was not checked', [failed(null)], [], 'undecided', null, null],
  ['was absent before', [said('pass')], [failed(40)], 'new', null, 40],
  ['could not occur before', [cannotOccur], [failed(40)], 'new', null, 40],
  ['was not checked before', [], [failed(40)], 'undecided', null, 40],
  ['could not be decided before', [said('inconclusive')], [failed(40)], 'undecided', null, 40],
] as const)('a finding that %s', (_what, then, now, change, beforeMs, afterMs) =>
  expect(changes({ findings: then }, { findings: now })).toEqual([{ id: 'stall', change, beforeMs, afterMs }]),
);

test('a finding that never failed is not listed', () =>
  expect(changes({ findings: [said('pass')] }, { findings: [said('pass')] })).toEqual([]));

const ill = { findings: [failed(2_000)] };
const well = { findings: [said('pass')] };
const silent = { addresses: [row('localhost', 0, null)], commands: [] };
const unreachable = { ...silent, findings: [failed(null, 'unreachable-target'), said('inconclusive')] };

test.each([
  ['another port', {}, { url: 'http://localhost:8001/' }, 'http://localhost:8001/'],
  ['another path', {}, { url: 'http://localhost:8000/api' }, 'http://localhost:8000/api'],
  ['another host', {}, { url: 'http://127.0.0.1:8000/' }, 'http://127.0.0.1:8000/'],
  ['another scheme', {}, { url: 'https://localhost:8000/' }, 'https://localhost:8000/'],
  ['another query', { url: 'http://localhost:8000/?q=a' }, { url: 'http://localhost:8000/?q=b' }, '?q=b'],
  ['the embedded reference server', {}, { embedded: true }, 'embedded'],
  ['another program on the same port', {}, { commands: ['node server.js'] }, 'node server.js'],
  ['another script of the same interpreter', {}, { commands: ['python app.py'] }, 'python app.py'],
  ['a listener that cannot be read this time', {}, { commands: [null] }, 'could not be read in this run'],
  ['another machine', {}, { machine: 'def' }, 'another machine'],
  ['a comparison', { command: 'compare' as const, addresses: [] }, {}, 'whyslow compare'],
  ['a server that no longer answers', {}, silent, 'gives no HTTP answer'],
  [
    'masked code behind another product',
    { commands: ['node -e ***'], product: 'a/1' },
    { commands: ['node -e ***'], product: 'b' },
    'b now',
  ],
  [
    'a run that could not decide',
    {},
    { addresses: [], commands: [], findings: [said('inconclusive', 'unreachable-target')] },
    'stopped before',
  ],
  ['a run that was stopped before it probed', {}, { addresses: [], commands: [], exit: 130 }, 'stopped before'],
  ['an earlier run that was stopped before', { addresses: [], commands: [], exit: 143 }, {}, 'stopped before'],
])('%s cannot be compared, so nothing is called solved', (_what, then, now, named) => {
  const against = judgeAgainst(diagnosis({ ...ill, ...then }), diagnosis({ ...well, ...now }));
  expect(against.comparable).toMatchObject({ kind: 'not-comparable', because: expect.stringContaining(named) });
  expect([against.findings, against.names]).toEqual([[], []]);
});

test.each([
  ['a restart', {}, {}],
  ['other options of the same script', {}, { commands: ['python manage.py runserver [::]:8000'] }],
  ['another spelling of the interpreter', {}, { commands: ['/usr/bin/python3.11 manage.py runserver'] }],
  ['a second listener beside it', {}, { commands: ['python manage.py runserver', 'node other.js'] }],
  ['unknown listeners in both', { commands: [null] }, { commands: [null] }],
  ['one unknown listener of the same product', { product: 'nginx/1.24' }, { commands: [null], product: 'nginx/1.26' }],
  ['the embedded server on another port', { embedded: true }, { embedded: true, url: 'http://127.0.0.1:4567/' }],
  ['a masked value in the query', { url: 'http://localhost:8000/?t=a' }, { url: 'http://localhost:8000/?t=***' }],
  ['a run of another command', {}, { command: 'run' as const }],
  ['an earlier run without a machine', { machine: '' }, {}],
])('%s is compared', (_what, then, now) => {
  const against = judgeAgainst(diagnosis({ ...ill, ...then }), diagnosis({ ...well, ...now }));
  expect(against.comparable.kind).toBe('same-server');
  expect(against.findings).toMatchObject([{ id: 'stall', change: 'solved' }]);
});

test.each([
  ['the listeners of both are unknown', { commands: [null] }, { commands: [null] }, 'could not be read'],
  ['the query is masked', { url: 'http://localhost:8000/?t=***' }, { url: 'http://localhost:8000/?t=***' }, 'masked'],
  ['the program is masked', { commands: ['node -e ***'] }, { commands: ['node -e ***'] }, 'does not show'],
  ['another version made the earlier run', { version: '0.0.9' }, {}, 'whyslow 0.0.9'],
])('a comparison has a caveat when %s', (_what, then, now, said_) => {
  const { comparable } = judgeAgainst(diagnosis(then), diagnosis(now));
  expect(comparable).toMatchObject({ caveats: [expect.stringContaining(said_)] });
});

test('a server that answers now has unreachable-target solved, and other findings are undecided', () => {
  const now = { findings: [said('pass', 'unreachable-target'), failed(40)] };
  expect(changes(unreachable, now)).toMatchObject([
    { id: 'unreachable-target', change: 'solved' },
    { id: 'stall', change: 'undecided', afterMs: 40 },
  ]);
});

test('a server that still does not answer has it not solved', () =>
  expect(changes(unreachable, unreachable)).toMatchObject([{ id: 'unreachable-target', change: 'not-solved' }]));

test('a finding that was checked while the server did not answer is undecided, with the reason', () => {
  const then = { ...unreachable, findings: [failed(null, 'unreachable-target'), failed(300)] };
  const now = { ...unreachable, findings: [failed(null, 'unreachable-target'), said('pass')] };
  expect(judgeAgainst(diagnosis(then), diagnosis(now)).findings[1]).toMatchObject({
    change: 'undecided',
    because: 'the server gave no answer in this run',
  });
});

test('the time of a name is that of its first answering address', () =>
  expect(
    judgeAgainst(
      diagnosis({ addresses: [row('localhost', 1, 2_044), row('localhost', 0, null)] }),
      diagnosis({ addresses: [row('localhost', 0, 3), row('localhost', 1, 9), row('::1', 0, null)] }),
    ).names,
  ).toEqual([
    { name: 'localhost', beforeMs: 2_044, afterMs: 3 },
    { name: '::1', beforeMs: null, afterMs: null },
  ]));
