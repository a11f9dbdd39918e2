import { z } from 'zod';
import { ToolError } from '../../model/error.ts';
import type { LatencyMs } from '../../model/suite.ts';
import type { Report, SuiteOfReport } from './contract.ts';
import { failuresOf } from './errors.ts';

/** `values` is the form of handleSummary; --summary-export writes the values beside the name. */
const metric = z.looseObject({ values: z.looseObject({}).optional() });
const check = z.looseObject({ name: z.string(), passes: z.number(), fails: z.number() });
const document = z.looseObject({
  metrics: z.record(z.string(), metric),
  root_group: z.looseObject({ checks: z.union([z.array(check), z.record(z.string(), check)]).optional() }).optional(),
  state: z.looseObject({ testRunDurationMs: z.number() }).optional(),
});

const MS_PER_S = 1_000;

/** The names of the statistics in a summary; the first that is there is taken. */
const names: Readonly<Record<keyof LatencyMs | 'count', readonly string[]>> = {
  mean: ['avg'],
  min: ['min'],
  p50: ['p(50)', 'med'],
  p75: ['p(75)'],
  p90: ['p(90)'],
  p95: ['p(95)'],
  p99: ['p(99)'],
  p999: ['p(99.9)'],
  max: ['max'],
  count: ['count'],
};

type Metrics = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Reads the summary of a script that `whyslow export k6` wrote.
 * @throws ToolError `bad-report` (exit 2)
 */
export function readK6(value: unknown, path: string): Report {
  const read = document.safeParse(value);
  if (!read.success) {
    throw new ToolError(
      'bad-report',
      `${path} is no summary of k6. Make one with k6 run --summary-export ${path} load.js.`,
    );
  }
  const metrics: Metrics = Object.fromEntries(
    Object.entries(read.data.metrics).map(([name, { values, ...beside }]) => [name, values ?? beside]),
  );
  const ids = Object.keys(metrics).flatMap((name) => /^flow_duration\{suite:([\w-]+)\}$/.exec(name)?.[1] ?? []);
  if (ids.length === 0) {
    throw new ToolError(
      'bad-report',
      `${path} has no times of whole flows: make the script with whyslow export k6, which records them.`,
    );
  }
  const checks = Object.values(read.data.root_group?.checks ?? {});
  const failures = Object.fromEntries(checks.map(({ name, fails }) => [name, fails]));
  const tookMs = read.data.state?.testRunDurationMs ?? lengthMs(metrics);
  return {
    tool: 'k6',
    users: Math.max(1, numberIn(metrics['vus_max'], ['max', 'value']) ?? 1),
    tookMs,
    endedAtMs: null,
    suites: ids.map((suite): SuiteOfReport => ({
      suite,
      reasons: failuresOf(suite, ids, failures).reasons,
      errors: statisticIn(metrics, `flow_errors{suite:${suite}}`, 'count', path),
      ...timesIn(metrics, `flow_duration{suite:${suite}}`, path),
      tookMs,
      distribution: { kind: 'interpolated' },
      statuses: {},
      steps: [],
    })),
    unknown: [
      'times: the distribution between the quantiles of the summary is interpolated',
      'statuses and times of steps: a summary of k6 has none for each request; its samples (k6 run --out json=FILE) have them',
      'when the test ended: the time of the file is taken',
      ...(ids.length > 1 ? ['rate of each suite: all suites share the time of the test'] : []),
    ],
  };
}

function lengthMs({ iterations = {} }: Metrics): number {
  const [count, rate] = [numberIn(iterations, ['count']), numberIn(iterations, ['rate'])];
  return count === null || rate === null || rate === 0 ? 0 : (count / rate) * MS_PER_S;
}

function numberIn(values: Readonly<Record<string, unknown>> | undefined, keys: readonly string[]): number | null {
  const found = keys.map((key) => values?.[key]).find((each) => typeof each === 'number' && Number.isFinite(each));
  return typeof found === 'number' ? found : null;
}

function statisticIn(metrics: Metrics, name: string, key: keyof typeof names, path: string): number {
  const value = numberIn(metrics[name], names[key]);
  if (value !== null) return value;
  throw new ToolError(
    'bad-report',
    `${path} has no ${names[key][0] ?? key} of ${name}: make the script with whyslow export k6, which requests it.`,
  );
}

function timesIn(metrics: Metrics, name: string, path: string): Pick<SuiteOfReport, 'n' | 'timesMs'> {
  const of = (key: keyof typeof names): number => statisticIn(metrics, name, key, path);
  const n = of('count');
  if (n === 0) return { n, timesMs: null };
  return {
    n,
    timesMs: {
      mean: of('mean'),
      min: of('min'),
      p50: of('p50'),
      p75: of('p75'),
      p90: of('p90'),
      p95: of('p95'),
      p99: of('p99'),
      p999: of('p999'),
      max: of('max'),
    },
  };
}
