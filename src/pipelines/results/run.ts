import { exitOf } from '../../judge/exit.ts';
import type { SuiteThreshold, WrittenThreshold } from '../../judge/threshold-grammar.ts';
import { judgeThresholds, worst } from '../../judge/verdicts.ts';
import { type Run, runSchema } from '../../model/run.ts';
import type { LatencyMs, SuiteFacts, SuiteResult } from '../../model/suite.ts';
import { maskedInRun, withTexts } from '../../model/secrets.ts';
import type { Target } from '../../model/target.ts';
import { emptyHistogram } from '../../stats/histogram.ts';
import { factsOf, suiteIds } from '../../suites/index.ts';
import { ownThreshold } from '../../suites/own.ts';
import { version } from '../../version.ts';
import { defaultThresholds, readThreshold, withSuite } from '../request/thresholds.ts';
import type { Report, SuiteOfReport } from './contract.ts';

interface Context {
  readonly target: Target;
  /** They replace the default thresholds. */
  readonly targets: readonly WrittenThreshold[] | undefined;
  /** When the report was written. Unix ms. */
  readonly writtenAtMs: number;
  readonly reproduce: string;
}

const MS_PER_S = 1_000;
const US_PER_MS = 1_000;

/**
 * The run of a report of another load tool, judged. What the report does not say is not checked.
 * @throws ToolError `bad-target` (exit 2)
 */
export function runOfReport(report: Report, { target, targets, writtenAtMs, reproduce }: Context): Run {
  const suites = report.suites.map((suite) => trialOf(suite, report));
  const thresholds = thresholdsFor(
    suites.map(({ suite }) => suite),
    targets,
  );
  const verdicts = judgeThresholds(thresholds, suites, []);
  const verdict = worst(verdicts.map((each) => each.verdict));
  const policy = { failOn: null, onInconclusive: 'warn' } as const;
  const judged = { verdict, verdicts, findings: [], checks: [], comparison: null };
  const silent = report.suites.filter(({ n }) => n === 0);
  const endedAtMs = report.endedAtMs ?? writtenAtMs;
  const made: Run = {
    schema: runSchema,
    command: 'load',
    startedAt: new Date(endedAtMs - report.tookMs).toISOString(),
    finishedAt: new Date(endedAtMs).toISOString(),
    tool: { version, node: process.versions.node },
    host: { os: 'unknown', kernel: 'unknown', cpus: 1, cpuModel: 'unknown', memoryMb: 1, machine: '' },
    target: {
      url: target.url,
      host: target.host,
      port: target.port,
      embedded: false,
      preset: null,
      authUrl: null,
      server: { product: null, pid: null, command: null, listens: [] },
    },
    ...nothingElse,
    flows: suites.map(({ suite }) => factsFor(suite)),
    suites,
    verdicts,
    policy,
    notChecked: [
      `addresses, server and tokens: this run was read from a report of ${report.tool}`,
      `generator self-check: ${report.tool} does not say whether it was the bottleneck, nor on which machine it ran`,
      ...report.unknown,
    ],
    reproduce,
    verdict,
    exit: exitOf({ ...judged, ended: null, silences: [], limitReached: null, hasResult: silent.length === 0 }, policy),
  };
  return withTexts(made, maskedInRun);
}

const nothingElse = {
  evidence: [],
  addresses: [],
  clients: [],
  findings: [],
  secondOpinions: [],
  checks: [],
  against: null,
  comparison: null,
  timeLimit: null,
  sent: [],
} as const;

function thresholdsFor(
  ids: readonly string[],
  targets: readonly WrittenThreshold[] | undefined,
): readonly SuiteThreshold[] {
  if (targets !== undefined) return targets.map((each) => withSuite(each, ids));
  return ids.map((id) => {
    const known = defaultThresholds.find(({ suite }) => suite === id);
    return known ?? withSuite(readThreshold(ownThreshold.text, ownThreshold.weight), [id]);
  });
}

const factsFor = (id: string): SuiteFacts =>
  (suiteIds.includes(id) ? factsOf([id])[0] : undefined) ?? { id, title: id, noun: 'a flow', cost: null };

function trialOf({ timesMs, steps, distribution, ...same }: SuiteOfReport, { users }: Report): SuiteResult {
  return {
    ...same,
    arm: 'target',
    model: 'closed',
    connection: 'kept-alive',
    connections: users,
    rate: null,
    warmup: 0,
    throttled: 0,
    relogins: 0,
    serviceMs: timesMs,
    userMs: null,
    lagMs: null,
    perSecond: same.tookMs > 0 ? (same.n / same.tookMs) * MS_PER_S : 0,
    blocks: [],
    designEffects: null,
    timeline: [],
    histogram: distribution.kind === 'recorded' ? distribution.histogram : interpolated(timesMs, same.n),
    serverTimingMs: {},
    steps: steps.map(({ id, n, timesMs: serviceMs }) => ({ id, n, errors: 0, serviceMs })),
    selfCheck: { valid: true, signals: [] },
    capacity: null,
    ended: null,
  };
}

/** A histogram of `n` times with these quantiles. Between two quantiles it is linear. */
function interpolated(times: LatencyMs | null, n: number): string {
  if (times === null) return emptyHistogram().encode();
  const points: readonly (readonly [number, number])[] = [
    [0, times.min],
    [0.5, times.p50],
    [0.75, times.p75],
    [0.9, times.p90],
    [0.95, times.p95],
    [0.99, times.p99],
    [0.999, times.p999],
    [1, times.max],
  ];
  const histogram = emptyHistogram();
  for (let index = 0; index < n; index += 1) {
    const share = n === 1 ? 0.5 : index / (n - 1);
    const above = Math.max(
      1,
      points.findIndex(([at]) => at >= share),
    );
    const [[fromShare, fromMs], [toShare, toMs]] = [
      points[above - 1] ?? [0, times.min],
      points[above] ?? [1, times.max],
    ];
    histogram.record(
      Math.round((fromMs + ((share - fromShare) / (toShare - fromShare)) * (toMs - fromMs)) * US_PER_MS),
    );
  }
  return histogram.encode();
}
