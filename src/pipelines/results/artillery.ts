import { z } from 'zod';
import { ToolError } from '../../model/error.ts';
import type { LatencyMs } from '../../model/suite.ts';
import type { Report, SuiteOfReport } from './contract.ts';
import { failuresOf } from './errors.ts';

const ms = z.number().min(0);
const times = z.looseObject({
  count: z.int().min(0),
  mean: ms,
  min: ms,
  p50: ms,
  p75: ms,
  p90: ms,
  p95: ms,
  p99: ms,
  p999: ms,
  max: ms,
});
const counts = z.record(z.string(), z.number());

/** The file of `artillery run --output`. Artillery 2 writes it. */
const document = z.looseObject({
  aggregate: z.looseObject({
    counters: counts,
    summaries: z.record(z.string(), z.looseObject({})),
    firstMetricAt: z.number().optional(),
    lastMetricAt: z.number().optional(),
  }),
});

/** The histograms of whole flows that the processor of an export records. */
const WHOLE = 'whyslow.';
const STEP = 'plugins.metrics-by-endpoint.response_time.';

/**
 * Reads the report of a script that `whyslow export artillery --out` wrote.
 * @throws ToolError `bad-report` (exit 2)
 */
export function readArtillery(value: unknown, path: string): Report {
  const read = document.safeParse(value);
  if (!read.success) {
    throw new ToolError(
      'bad-report',
      `${path} is no report of Artillery 2. Make one with artillery run --output ${path} load.yml.`,
    );
  }
  const { counters, summaries, firstMetricAt = 0, lastMetricAt = 0 } = read.data.aggregate;
  const ids = Object.keys(summaries)
    .filter((name) => name.startsWith(WHOLE))
    .map((name) => name.slice(WHOLE.length));
  if (ids.length === 0) {
    throw new ToolError(
      'bad-report',
      `${path} has no times of whole flows: make the script with whyslow export artillery --out load.yml, whose functions record them.`,
    );
  }
  const failures = failuresIn(counters);
  const tookMs = lastMetricAt - firstMetricAt;
  return {
    tool: 'Artillery',
    users: Math.max(1, counters['vusers.created'] ?? 1),
    tookMs,
    endedAtMs: lastMetricAt === 0 ? null : lastMetricAt,
    suites: ids.map((suite): SuiteOfReport => ({
      suite,
      ...failuresOf(suite, ids, failures),
      ...timesIn(summaries[`${WHOLE}${suite}`], `${WHOLE}${suite}`, path),
      tookMs,
      distribution: { kind: 'interpolated' },
      statuses: statusesOf(suite, counters),
      steps: stepsOf(suite, summaries, path),
    })),
    unknown: [
      'upload of request bodies: the time of a request begins at the end of its sending',
      'times: Artillery rounds its quantiles to about 1 % and to 0.1 ms, and the distribution between them is interpolated',
      'times of steps: Artillery measures them to the first byte of the response',
      ...(ids.length > 1
        ? ['rate of each suite: Artillery mixes its scenarios, and all share the time of the test']
        : []),
    ],
  };
}

/** Errors by their text. Users that failed without one are counted too. */
function failuresIn(counters: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const named = Object.entries(counters).flatMap(([name, count]) =>
    name.startsWith('errors.') ? [[name.slice('errors.'.length), count] as const] : [],
  );
  const failed = (counters['vusers.failed'] ?? 0) - named.reduce((sum, [, count]) => sum + count, 0);
  return Object.fromEntries([...named, ...(failed > 0 ? [['user failed', failed] as const] : [])]);
}

function timesIn(value: unknown, name: string, path: string): { readonly n: number; readonly timesMs: LatencyMs } {
  const read = times.safeParse(value);
  if (!read.success)
    throw new ToolError(
      'bad-report',
      `${path} is damaged: the summary ${name} lacks a statistic. Run Artillery again.`,
    );
  const { count, mean, min, p50, p75, p90, p95, p99, p999, max } = read.data;
  return { n: count, timesMs: { mean, min, p50, p75, p90, p95, p99, p999, max } };
}

function statusesOf(suite: string, counters: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  const found = new Map<string, number>();
  for (const [name, count] of Object.entries(counters)) {
    const [, id, status] = /^plugins\.metrics-by-endpoint\.([^/]+)\/.*\.codes\.(\d{3})$/.exec(name) ?? [];
    if (id === suite && status !== undefined) found.set(status, (found.get(status) ?? 0) + count);
  }
  return Object.fromEntries(found);
}

const stepsOf = (suite: string, summaries: Readonly<Record<string, unknown>>, path: string): SuiteOfReport['steps'] =>
  Object.entries(summaries)
    .filter(([name]) => name.startsWith(`${STEP}${suite}/`))
    .map(([name, value]) => ({ id: name.slice(`${STEP}${suite}/`.length), ...timesIn(value, name, path) }));
