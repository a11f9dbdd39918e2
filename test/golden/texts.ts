import { faults } from '../../src/lab/index.ts';
import { readThreshold } from '../../src/pipelines/request/thresholds.ts';
import { readK6 } from '../../src/pipelines/results/k6.ts';
import { runOfReport } from '../../src/pipelines/results/run.ts';
import { limited, missing, works } from '../../src/cli/doctor/contract.ts';
import { doctorText } from '../../src/cli/doctor/text.ts';
import { rowsOf } from '../../src/cli/demo/report.ts';
import { demoEnd, firstStep, secondStep, slowText, thirdStep } from '../../src/cli/demo/text.ts';
import { explain } from '../../src/cli/explain.ts';
import { writtenText } from '../../src/cli/export/index.ts';
import { narrowed } from '../../src/cli/narrowed.ts';
import { planText } from '../../src/cli/interactive/plan.ts';
import { noSettings } from '../../src/cli/measure-settings.ts';
import { labEnd, labList } from '../../src/cli/lab-text.ts';
import { auditTable } from '../../src/cli/reference/audit-table.ts';
import { chainSentence, generatedText, nextAfter, removedText, startedText } from '../../src/cli/reference/texts.ts';
import { parseTarget } from '../../src/gather/target.ts';
import type { ChainedEntry } from '../../src/reference/store/store.ts';
import type { RenderOptions } from '../../src/render/contract.ts';
import { overallLine, type ServerEnd } from '../../src/render/overall-line.ts';
import { lastLineOn } from '../../src/render/terminal/last-line.ts';
import { terminal, terminalPage } from '../../src/render/terminal/index.ts';
import { firedLine, plainLines, summary } from '../../src/render/watch/lines.ts';
import { liveView } from '../../src/render/watch/live.ts';
import { frozenStory } from './frozen-run.ts';
import { helpScreens } from './help-texts.ts';
import { initScreens } from './init-texts.ts';
import { runOf } from './screens.ts';
import { wrongInput } from './wrong-input.ts';
import { watchedStates } from './watched.ts';

/** What a command prints that makes no run. */
export type Text = (look: RenderOptions) => string | Promise<string>;

const versions = {
  whyslow: '0.2.0',
  node: '20.19.0',
  platform: 'linux',
  architecture: 'x64',
  kernel: '6.1.0-13-amd64',
};
const PROXY = 'HTTP_PROXY, NO_PROXY (values not shown)';

const whole = [
  works('localhost', 'resolves to ::1 and 127.0.0.1'),
  works('IPv6 loopback', 'programs can listen on ::1'),
  works('name files', '/etc/hosts and /etc/resolv.conf are readable'),
  works('listening ports', '12 listeners, each with its program'),
];
const poor = [
  limited(
    'localhost',
    'resolves to 127.0.0.1 only',
    'for the other family, add the line "::1 localhost" to the hosts file.',
  ),
  missing('IPv6 loopback', '::1 cannot be listened on (EADDRNOTAVAIL)', 'switch IPv6 on.'),
  limited(
    'listening ports',
    '12 listeners; the programs of 3 are not visible',
    'start whyslow as the user of the server, or with sudo.',
  ),
  missing('package libsql', 'not installed; the reference server needs it', 'npm install libsql'),
  works('variables', PROXY),
];

const requests = { login: [2_081], refresh: [2_072, 2_051], api: [2_049, 2_052] };
const quick = { login: [23.7], refresh: [6.7, 6.9], api: [0.88, 0.91] };
const [slowOrigin, quickOrigin] = ['http://localhost:8000', 'http://127.0.0.1:8000'];
const demoRows = rowsOf({
  client: 'Python 3.11.7, urllib',
  before: { origin: slowOrigin, times: requests },
  diagnosis: frozenStory,
  after: { origin: quickOrigin, times: quick },
});

const demo: Text = (look) =>
  [
    firstStep(8_000, 'Python 3.11.7, urllib', slowOrigin, look),
    slowText(requests.refresh, look),
    secondStep(look),
    `${terminalPage(frozenStory, look)}\n`,
    thirdStep(slowOrigin, quickOrigin, demoRows, look),
    demoEnd(look),
  ].join('');

const entry = (number: number, event: ChainedEntry['event'], outcome: string): ChainedEntry => ({
  log: '',
  number,
  hash: '',
  atMs: 1_796_049_745_000 + number * 1_000,
  event,
  outcome,
  userId: outcome === 'unknown' ? null : 7,
  sessionId: outcome === 'unknown' ? null : '5f0c1d2e-8a7b',
  ip: '127.0.0.1',
  requestId: `9b1deb4d-3b7d-4bad-9bdd-${String(number).padStart(12, '0')}`,
});
const entries = [
  entry(1, 'login', 'unknown'),
  entry(2, 'login', 'granted'),
  entry(3, 'refresh', 'granted'),
  entry(4, 'reuse', 'refused'),
];
const store = { kind: 'sqlite', file: 'reference.db' } as const;

const audited = (report: Parameters<typeof chainSentence>[0]): Text => {
  const drawn = (look: RenderOptions): string =>
    [
      `${auditTable(entries, look.width).text}\n`,
      narrowed(`${chainSentence(report)}\n`, look.width),
      nextAfter(report, store, look),
    ].join('');
  return drawn;
};

const k6 = (avg: number): unknown => ({
  metrics: {
    'flow_duration{suite:refresh}': {
      avg,
      min: 2,
      'p(50)': avg - 1,
      'p(75)': avg + 2,
      'p(90)': avg + 9,
      'p(95)': avg + 14,
      'p(99)': avg + 24,
      'p(99.9)': avg + 28,
      max: avg + 29,
      count: 300,
    },
    'flow_errors{suite:refresh}': { count: 0, rate: 0 },
    vus_max: { value: 10, min: 10, max: 10 },
    iterations: { count: 300, rate: 100 },
  },
  root_group: { checks: { 'refresh/refresh: status': { name: 'refresh/refresh: status', passes: 300, fails: 0 } } },
});

const reported = (avg: number): Text => {
  const run = runOfReport(readK6(k6(avg), 'summary.json'), {
    target: parseTarget('http://localhost:8000'),
    targets: [readThreshold('refresh mean < 30ms')],
    writtenAtMs: 1_796_049_748_000,
    reproduce: 'whyslow report --from k6 summary.json --url 8000',
  });
  return (look) => terminal.render(run, look);
};

const measured = (name: string, screen: string, command: string): ServerEnd => ({
  name,
  folder: '',
  savedAs: 'last',
  run: { ...runOf(screen), reproduce: command },
});
const servers = {
  healthy: measured('shop', 'diagnose-healthy', 'whyslow run --server shop'),
  slow: measured('orders', 'diagnose-slow-application', 'whyslow run --server orders'),
  broken: measured('mail', 'diagnose-error-status', 'whyslow run --server mail'),
  dead: measured('search', 'diagnose-dead-port', 'whyslow run --server search'),
};
const several =
  (ends: readonly ServerEnd[], asked = ends.length): Text =>
  (look) =>
    lastLineOn(look, overallLine({ ends, asked, reproduce: 'whyslow run' }));

const configured = (name: string, url: string, user: string | null) => ({
  name,
  url,
  settings: {
    ...noSettings,
    choices: { ...(user === null ? {} : { user }), suites: ['refresh', 'api'], targets: ['refresh mean < 30ms'] },
  },
});

const METRICS = 'http://127.0.0.1:9464/metrics';
const watch = Object.fromEntries(
  Object.entries(watchedStates).flatMap(([state, watched]): readonly [string, Text][] => [
    [`watch-live-${state}`, (look) => `${liveView(watched, look, METRICS)}\n`],
    [
      `watch-piped-${state}`,
      (look) =>
        [
          ...watched.fired.map((fired) => firedLine(fired, false)),
          plainLines(watched, 10_000),
          summary(watched, look),
        ].join(''),
    ],
  ]),
);

/** Each by the name of its file. */
export const texts: Readonly<Record<string, Text>> = {
  'lab-list': (look) => labList(faults, look),
  'lab-healthy': (look) => labEnd({ id: 'none', title: '', provokes: [] }, look),
  'lab-fault': (look) => labEnd({ id: 'serial-server', title: '', provokes: ['serial-server'] }, look),
  demo,
  'doctor-healthy': (look) => doctorText({ versions, parts: whole }, look),
  'doctor-broken': (look) => doctorText({ versions, parts: poor }, look),
  'explain-list': (look) => explain(undefined, look),
  'explain-finding': (look) => explain('late-refused-first-address', look),
  'explain-check': (look) => explain('csrf-missing', look),
  'explain-profile': (look) => explain('oauth-bcp', look),
  'export-written': (look) => writtenText('load.js', 'k6 run --summary-export summary.json load.js', look),
  'report-healthy': reported(11),
  'report-slow': reported(58),
  'reference-started': ({ width }) =>
    narrowed(startedText('http://localhost:8787/', ['user1', 'user10']) + generatedText('Vt3k0yJ4q8mN1x7b'), width),
  'reference-piped': () => startedText('http://localhost:8787/', ['user1']) + generatedText(null),
  'reference-audit': audited({ state: 'intact', entries: 4, head: '5d41402abc4b2a76b9719d911017c592' }),
  'reference-audit-broken': audited({
    state: 'broken',
    log: '',
    atNumber: 3,
    because: 'its hash does not match its content',
  }),
  'reference-cleanup': ({ width }) => narrowed(`${removedText({ sessions: 12, tokens: 96, attempts: 3 })}\n`, width),
  'plan-of-config': (look) =>
    `${planText(
      {
        path: 'whyslow.config.yaml',
        common: noSettings,
        servers: [
          configured('shop', 'http://localhost:8000', 'user1'),
          configured('orders', 'http://localhost:8001', null),
        ],
      },
      look,
    )}\n`,
  'several-healthy': several([servers.healthy, { ...servers.healthy, name: 'orders' }]),
  'several-mixed': several([servers.healthy, servers.slow, servers.broken, servers.dead]),
  'several-dead': several([servers.healthy, servers.dead]),
  'several-not-measured': several([
    servers.healthy,
    { name: 'orders', because: 'no password', code: 2, reproduce: 'whyslow run --server orders' },
  ]),
  ...watch,
  ...initScreens,
  ...helpScreens,
  'wrong-input': wrongInput,
};
