import { z } from 'zod';
import { latencyMs } from '../../load/recorder.ts';
import { ToolError } from '../../model/error.ts';
import { emptyHistogram, type LatencyHistogram } from '../../stats/histogram.ts';
import type { Report, SuiteOfReport } from './contract.ts';

/** One sample of `k6 run --out json=FILE`, which writes a line for each, beside a line that declares each metric. */
const point = z.looseObject({
  type: z.literal('Point'),
  metric: z.string(),
  data: z.looseObject({
    time: z.string(),
    value: z.number().min(0),
    tags: z.record(z.string(), z.string()).nullish(),
  }),
});
const declaration = z.looseObject({ type: z.literal('Metric'), metric: z.string() });
const line = z.discriminatedUnion('type', [point, declaration]);
type Point = z.infer<typeof point>;

/** A damaged file could have a new name in each line. A script has a handful of suites, of steps and of checks. */
const MOST_NAMES = 100;
const US_PER_MS = 1_000;
/** k6 gives a request without a response the status 0. */
const LEAST_STATUS = 100;

interface Suite {
  readonly times: LatencyHistogram;
  readonly steps: Map<string, LatencyHistogram>;
  readonly statuses: Map<string, number>;
  readonly reasons: Map<string, number>;
  errors: number;
  firstMs: number;
  lastMs: number;
}

/** Reads the lines of k6, in the order of the file. The memory does not grow with their number. */
export interface K6Points {
  /** Lines of another form are counted. */
  add(text: string): void;
  /** @throws ToolError `bad-report` (exit 2) for lines without a flow of an exported script. */
  report(path: string): Report;
}

export const isK6Line = (text: string): boolean => lineIn(text) !== null;

function lineIn(text: string): z.infer<typeof line> | null {
  try {
    const read = line.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

export function startK6Points(): K6Points {
  const suites = new Map<string, Suite>();
  const seen = { users: 1, firstMs: Infinity, lastMs: -Infinity, unread: 0 };
  return {
    add(text) {
      if (text.trim() === '') return;
      const read = lineIn(text);
      const atMs = read?.type === 'Point' ? Date.parse(read.data.time) : 0;
      if (read === null || Number.isNaN(atMs)) {
        seen.unread += 1;
        return;
      }
      if (read.type === 'Metric') return;
      seen.firstMs = Math.min(seen.firstMs, atMs);
      seen.lastMs = Math.max(seen.lastMs, atMs);
      if (read.metric === 'vus_max') seen.users = Math.max(seen.users, Math.round(read.data.value));
      take(read, atMs, suites);
    },
    report(path) {
      const flows = [...suites].filter(([, { times, errors }]) => times.count + errors > 0);
      if (flows.length === 0) {
        throw new ToolError(
          'bad-report',
          `${path} has no times of whole flows: make the script with whyslow export k6, which records them.`,
        );
      }
      return {
        tool: 'k6',
        users: seen.users,
        tookMs: seen.lastMs - seen.firstMs,
        endedAtMs: seen.lastMs,
        suites: flows.map(([suite, found]) => suiteOf(suite, found)),
        unknown: [
          'times of steps: those of wrong answers are among them',
          ...(seen.unread === 0 ? [] : [unreadText(seen.unread)]),
        ],
      };
    },
  };
}

const unreadText = (n: number): string =>
  `${n} ${n === 1 ? 'line is' : 'lines are'} no samples of k6 and not counted: the file may be damaged or cut off`;

/** k6 marks each sample with its scenario, and each scenario is a suite. */
function take({ metric, data: { value, tags } }: Point, atMs: number, suites: Map<string, Suite>): void {
  const id = tags?.['suite'] ?? tags?.['scenario'];
  if (id === undefined || !/^[\w-]+$/.test(id)) return;
  const suite = entryOf(suites, id, newSuite);
  if (suite === null) return;
  takers.get(metric)?.(suite, { id, value, atMs, tags: tags ?? {} });
}

interface Sample {
  readonly id: string;
  readonly value: number;
  readonly atMs: number;
  readonly tags: Readonly<Record<string, string>>;
}

function takeFlow(suite: Suite, { value, atMs }: Sample): void {
  suite.times.record(Math.round(value * US_PER_MS));
  suite.firstMs = Math.min(suite.firstMs, atMs - value);
  suite.lastMs = Math.max(suite.lastMs, atMs);
}

function takeError(suite: Suite, { value }: Sample): void {
  suite.errors += value;
}

function takeCheck(suite: Suite, { value, tags }: Sample): void {
  if (value === 0) count(suite.reasons, tags['check'] ?? 'check');
}

/** A map, since a damaged file may name a metric like a property of every object. */
const takers: ReadonlyMap<string, (suite: Suite, sample: Sample) => void> = new Map([
  ['flow_duration', takeFlow],
  ['flow_errors', takeError],
  ['checks', takeCheck],
  ['http_req_duration', takeStep],
]);

/** The name of a request is `METHOD flow/step`. Those of the sign-in are of another flow. */
function takeStep(suite: Suite, { id, value, tags: { name, status } }: Sample): void {
  const [, flow, step] = /^[A-Z]+ ([\w-]+)\/(.+)$/.exec(name ?? '') ?? [];
  if (flow !== id || step === undefined || !(Number(status) >= LEAST_STATUS)) return;
  count(suite.statuses, String(status));
  entryOf(suite.steps, step, emptyHistogram)?.record(Math.round(value * US_PER_MS));
}

const newSuite = (): Suite => ({
  times: emptyHistogram(),
  steps: new Map(),
  statuses: new Map(),
  reasons: new Map(),
  errors: 0,
  firstMs: Infinity,
  lastMs: -Infinity,
});

function entryOf<T>(entries: Map<string, T>, name: string, make: () => T): T | null {
  const known = entries.get(name);
  if (known !== undefined) return known;
  if (entries.size >= MOST_NAMES) return null;
  const made = make();
  entries.set(name, made);
  return made;
}

function count(counts: Map<string, number>, name: string): void {
  if (counts.has(name) || counts.size < MOST_NAMES) counts.set(name, (counts.get(name) ?? 0) + 1);
}

const suiteOf = (
  suite: string,
  { times, steps, statuses, reasons, errors, firstMs, lastMs }: Suite,
): SuiteOfReport => ({
  suite,
  n: times.count,
  errors,
  reasons: Object.fromEntries(reasons),
  statuses: Object.fromEntries(statuses),
  tookMs: times.count === 0 ? 0 : lastMs - firstMs,
  timesMs: latencyMs(times),
  distribution: { kind: 'recorded', histogram: times.encode() },
  steps: [...steps].flatMap(([id, step]) => {
    const timesMs = latencyMs(step);
    return timesMs === null ? [] : [{ id, n: step.count, timesMs }];
  }),
});
