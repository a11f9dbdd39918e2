import { changeVerdicts } from '../../src/model/comparison.ts';
import type { ClientPrediction } from '../../src/model/client.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { AddressRow, Run } from '../../src/model/run.ts';
import { frozenRun } from '../golden/frozen-run.ts';

const late: Finding = {
  id: 'late-refused-first-address',
  title: 'the first address of the name is refused late',
  outcome: 'fail',
  severity: 'high',
  costMs: 2_041,
  summary:
    'localhost costs 2.04 s on every new connection: ::1 comes first and refuses only after 2.04 s; 127.0.0.1 answers in 2.3 ms.',
  facts: [{ kind: 'measure', label: 'refusal of ::1', value: 2_041, unit: 'ms' }],
  advice: [{ do: 'use 127.0.0.1 in the client', command: 'http://127.0.0.1:8000', where: 'client', savesMs: 2_041 }],
};

const row = (name: string, address: string, order: number, over: Partial<AddressRow>): AddressRow => ({
  name,
  address,
  family: address.includes(':') ? 6 : 4,
  order,
  resolveMs: 0.3,
  connect: 'accepted',
  connectMs: { p50: 0.2, p95: 0.3 },
  firstByteMs: { p50: 2.1, p95: 2.2 },
  totalMs: { p50: 2_044, p95: 2_050 },
  warmMs: null,
  answers: {
    statuses: over.totalMs === null ? {} : { 200: 14 },
    location: null,
    firstMs: over.totalMs === null ? null : 2,
    slowestMs: over.totalMs === null ? null : 3,
    wholeMs: over.totalMs === null ? null : { p50: 2.3, p95: 2.4 },
    unanswered: 0,
    body: over.totalMs === null ? null : 'whole',
  },
  ...over,
});

const silent = { connect: 'refused', connectMs: { p50: 2_041, p95: 2_050 }, firstByteMs: null, totalMs: null } as const;

const client = (id: string, title: string, predicted: ClientPrediction['predicted']): ClientPrediction => ({
  id,
  title,
  predicted,
  answer: null,
  attempts: [],
  measuredMs: null,
  note: null,
});

/** The story: two seconds on every new connection, and a comparison with the run before. */
export const storyRun: Run = {
  ...frozenRun,
  command: 'diagnose',
  findings: [late],
  checks: [],
  suites: [],
  secondOpinions: [],
  verdicts: [],
  verdict: 'pass',
  exit: { code: 0, reason: 'done' },
  addresses: [
    row('localhost', '::1', 0, silent),
    row('localhost', '127.0.0.1', 1, {}),
    row('127.0.0.1', '127.0.0.1', 0, { totalMs: { p50: 2.3, p95: 2.4 } }),
    row('::1', '::1', 0, silent),
  ],
  clients: [
    client('python-requests', 'Python requests', { outcome: 'connects', via: '127.0.0.1', ms: 2_044 }),
    client('node-http-18', 'Node 18', { outcome: 'fails', because: 'only the first address is tried', ms: 2_041 }),
    client('curl-8-16', 'curl 8.16', { outcome: 'connects', via: '127.0.0.1', ms: 200 }),
  ],
  against: {
    startedAt: '2026-11-20T10:00:00.000Z',
    url: 'http://localhost:8000/',
    comparable: { kind: 'same-server', caveats: ['whyslow 0.0.9 made the earlier run'] },
    findings: [
      { id: 'late-refused-first-address', change: 'not-solved', beforeMs: 2_044, afterMs: 2_041, because: null },
      { id: 'slow-name-lookup', change: 'solved', beforeMs: 5_000, afterMs: null, because: null },
      { id: 'split-servers', change: 'new', beforeMs: null, afterMs: null, because: null },
      {
        id: 'slow-loopback',
        change: 'undecided',
        beforeMs: 300,
        afterMs: null,
        because: 'this run did not look for it',
      },
    ],
    names: [
      { name: 'localhost', beforeMs: 2_046, afterMs: 2_044 },
      { name: '127.0.0.1', beforeMs: 23, afterMs: 2.3 },
      { name: '::1', beforeMs: null, afterMs: null },
    ],
  },
};

/** The same clients, all of them, as their own command shows them. */
export const clientsRun: Run = { ...storyRun, command: 'clients', findings: [], against: null };

/** What a server waits for, as its own command shows it. */
export const waitsRun: Run = {
  ...storyRun,
  command: 'waits',
  findings: [],
  clients: [],
  against: null,
  evidence: [
    {
      kind: 'waits',
      takenAt: '2026-07-01T12:00:00.000Z',
      tookMs: 3_300,
      outcome: {
        ok: true,
        value: {
          requestsMs: [2_050, 2_070],
          shares: [
            { kind: 'connect', ms: 4_000, peer: { place: '[::1]:6379', program: null } },
            { kind: 'answer', ms: 90, peer: { place: '127.0.0.1:5432', program: 'postgres' } },
            { kind: 'cpu', ms: 20, peer: null },
            { kind: 'unexplained', ms: 10, peer: null },
          ],
          samples: 812,
          programs: [{ name: 'python', processes: 2 }],
          processes: [{ program: 'python', pid: 4_242, cpuMs: 20 }],
          systemMs: 4,
          others: [{ program: 'webpack', pid: 4_300, cores: 0.4 }],
          cores: 8,
          traffic: [
            {
              peer: { place: '127.0.0.1:5432', program: 'postgres' },
              opened: 2,
              questions: 6,
              silentMs: 0,
              unansweredMs: 0,
            },
          ],
          serverTiming: [{ name: 'db', ms: 45 }],
          denied: ['its threads beyond the first 64'],
        },
      },
    },
  ],
};

/** A trial whose generator was the bottleneck, and every kind of verdict. */
export const doubtfulRun: Run = {
  ...frozenRun,
  suites: frozenRun.suites.map((trial) => ({ ...trial, errors: 1_234, selfCheck: { valid: false, signals: [] } })),
  verdicts: (['pass', 'warn', 'fail', 'inconclusive', 'invalid'] as const).map((verdict) => ({
    target: 'refresh mean < 30ms',
    suite: 'refresh',
    threshold: { condition: 'mean < 30ms', statistic: 'mean', operator: '<', limit: 30 },
    actualMs: 55,
    intervalMs: [53.3, 56.9] as const,
    ground: null,
    verdict,
    because: 'mean 55.0 ms, 95 % interval 53.3–56.9 ms',
  })),
};

/** A comparison with every verdict. */
export const comparedRun: Run = {
  ...frozenRun,
  command: 'compare',
  findings: [],
  checks: [],
  suites: [],
  verdicts: [],
  comparison: {
    how: 'in-turn',
    a: { kind: 'live', label: 'http://127.0.0.1:8000/', takenAt: frozenRun.startedAt },
    b: { kind: 'live', label: 'http://127.0.0.1:8001/', takenAt: frozenRun.startedAt },
    weight: 'gate',
    rounds: [],
    changes: changeVerdicts.map((verdict) => ({
      suite: 'refresh',
      statistic: 'p95',
      beforeMs: 24.1,
      afterMs: 27.9,
      change: 0.157,
      interval: [0.098, 0.213] as const,
      margin: 0.05,
      negligible: { share: 0.05, rule: 'share' as const },
      machineChange: null,
      floor: 0.01,
      verdict,
      because: 'the interval lies beyond the margin',
    })),
    verdict: 'regressed',
  },
  verdict: 'fail',
  exit: { code: 11, reason: 'regressed: refresh p95' },
};

/** A run in which nothing was found. */
export const healthyRun: Run = {
  ...storyRun,
  findings: storyRun.findings.map(({ id, title }) => ({ id, title, outcome: 'pass', summary: 'well' })),
  against: null,
};

const seenCheck = { standard: 'RFC 9700', summary: 'Seen.' } as const;

/** A verification with checks of two groups, one of them with the exchanges behind its failure. */
export const checkedRun: Run = {
  ...healthyRun,
  command: 'verify',
  checks: [
    {
      ...seenCheck,
      id: 'alg-none-accepted',
      title: 'an unsigned token is accepted',
      group: 'forgery',
      outcome: 'fail',
      severity: 'high',
      costMs: null,
      facts: [],
      advice: [{ do: 'refuse it', command: null, where: 'server', savesMs: null }],
      exchanges: [
        {
          sent: 'alg "none" without a signature',
          curl: `curl -i http://localhost:8000/me -H "authorization: Bearer $FORGED_TOKEN" --data-raw '{"a|b":"\`c\`"}'`,
          came: '200 with the protected resource',
          make: 'FORGED_TOKEN="${ACCESS_TOKEN%.*}."',
        },
        { sent: 'the access token', curl: 'curl -i http://localhost:8000/me', came: '200' },
      ],
    },
    { ...seenCheck, id: 'rotation-missing', title: 'no rotation', group: 'rotation', outcome: 'pass' },
    { ...seenCheck, id: 'grace-window', title: 'a window', group: 'rotation', outcome: 'not-applicable' },
  ],
};
