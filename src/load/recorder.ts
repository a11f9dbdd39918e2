import type { HttpResponse } from '../model/http.ts';
import type { Block, LatencyMs, SuiteResult } from '../model/suite.ts';
import { emptyHistogram, type LatencyHistogram } from '../stats/histogram.ts';
import { parseServerTiming } from './server-timing.ts';

/** Everything that one pass counts, in memory that does not grow with the number of requests. */
export interface Recorder {
  right(times: { readonly serviceUs: number; readonly userUs: number }, response: HttpResponse): void;
  wrong(because: string, status: number | null): void;
  readonly taken: number;
  counts(): Counts;
  percentileMs(percent: number): number;
}

type Counts = Pick<
  SuiteResult,
  'n' | 'errors' | 'reasons' | 'statuses' | 'serviceMs' | 'userMs' | 'blocks' | 'histogram' | 'serverTimingMs'
>;

/** Between 20 and 40 blocks: enough for an interval, few enough that each holds neighbours only. */
const MOST_BLOCKS = 40;

export function startRecorder(): Recorder {
  const service = emptyHistogram();
  const user = emptyHistogram();
  const timings = new Map<string, LatencyHistogram>();
  const reasons = new Map<string, number>();
  const statuses = new Map<string, number>();
  const blocks = growingBlocks();
  let errors = 0;
  return {
    right({ serviceUs, userUs }, response) {
      service.record(serviceUs);
      user.record(userUs);
      blocks.add(serviceUs / 1_000);
      count(statuses, String(response.status));
      for (const [metric, ms] of parseServerTiming(response.headers['server-timing'] ?? '')) {
        histogramOf(timings, metric).record(Math.round(ms * 1_000));
      }
    },
    wrong(because, status) {
      errors += 1;
      count(reasons, because);
      if (status !== null) count(statuses, String(status));
    },
    get taken() {
      return service.count + errors;
    },
    percentileMs: (percent) => service.percentileMs(percent),
    counts: () => ({
      n: service.count,
      errors,
      reasons: Object.fromEntries(reasons),
      statuses: Object.fromEntries(statuses),
      serviceMs: latencyMs(service),
      userMs: latencyMs(user),
      blocks: blocks.all(),
      histogram: service.encode(),
      serverTimingMs: Object.fromEntries([...timings].map(([metric, times]) => [metric, timingMs(times)])),
    }),
  };
}

const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

function histogramOf(timings: Map<string, LatencyHistogram>, metric: string): LatencyHistogram {
  const known = timings.get(metric);
  if (known !== undefined) return known;
  const fresh = emptyHistogram();
  timings.set(metric, fresh);
  return fresh;
}

const timingMs = (times: LatencyHistogram): { mean: number; p50: number; p95: number } => ({
  mean: times.meanMs,
  p50: times.percentileMs(50),
  p95: times.percentileMs(95),
});

export const latencyMs = (times: LatencyHistogram): LatencyMs | null =>
  times.count === 0
    ? null
    : {
        mean: times.meanMs,
        min: times.minMs,
        p50: times.percentileMs(50),
        p75: times.percentileMs(75),
        p90: times.percentileMs(90),
        p95: times.percentileMs(95),
        p99: times.percentileMs(99),
        p999: times.percentileMs(99.9),
        max: times.maxMs,
      };

/** Blocks of equal size whose size doubles whenever there are too many: flat memory for a run of unknown length. */
export function growingBlocks(): { add(ms: number): void; all(): readonly Block[] } {
  let size = 1;
  let full: Block[] = [];
  let sumMs = 0;
  let n = 0;
  return {
    add(ms) {
      sumMs += ms;
      n += 1;
      if (n < size) return;
      full.push({ n, meanMs: sumMs / n });
      [sumMs, n] = [0, 0];
      if (full.length < MOST_BLOCKS) return;
      full = pairwise(full);
      size *= 2;
    },
    // A last block that is not full would weigh as much as the others with less behind it: it is left out.
    all: () => full,
  };
}

const pairwise = (blocks: readonly Block[]): Block[] =>
  blocks.flatMap((block, index) => {
    const next = blocks[index + 1];
    if (index % 2 === 1 || next === undefined) return [];
    return [{ n: block.n + next.n, meanMs: (block.meanMs * block.n + next.meanMs * next.n) / (block.n + next.n) }];
  });
