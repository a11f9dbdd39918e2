import type { Finding } from '../../src/model/finding.ts';
import type { Block, LatencyMs, SuiteResult } from '../../src/model/suite.ts';
import { emptyHistogram } from '../../src/stats/histogram.ts';

export const latency = (over: Partial<LatencyMs> = {}): LatencyMs => ({
  mean: 10,
  min: 10,
  p50: 10,
  p75: 10,
  p90: 10,
  p95: 10,
  p99: 10,
  p999: 10,
  max: 10,
  ...over,
});

/** A hundred right answers of 10 ms, one at a time, in ten equal blocks; each test changes a part. */
export const passOf = (over: Partial<SuiteResult> = {}): SuiteResult => ({
  suite: 'refresh',
  arm: 'target',
  model: 'closed',
  connection: 'kept-alive',
  connections: 1,
  rate: null,
  warmup: 3,
  n: 100,
  errors: 0,
  throttled: 0,
  relogins: 0,
  reasons: {},
  statuses: { 200: 100 },
  serviceMs: latency(),
  userMs: latency(),
  lagMs: null,
  perSecond: 100,
  tookMs: 1_000,
  blocks: blocksOf(Array.from({ length: 10 }, () => 10)),
  designEffects: null,
  timeline: [],
  histogram: histogramOf(Array.from({ length: 100 }, () => 10)),
  serverTimingMs: {},
  steps: [],
  selfCheck: { valid: true, signals: [] },
  capacity: null,
  ended: null,
  ...over,
});

export const blocksOf = (meansMs: readonly number[]): readonly Block[] => meansMs.map((meanMs) => ({ n: 10, meanMs }));

export function histogramOf(samplesMs: readonly number[]): string {
  const histogram = emptyHistogram();
  for (const ms of samplesMs) histogram.record(ms * 1_000);
  return histogram.encode();
}

/** A trial whose blocks have equal means: its interval has no width. */
export const steady = (mean: number, p95 = mean): SuiteResult =>
  passOf({ serviceMs: latency({ mean, p95 }), blocks: blocksOf(Array.from({ length: 10 }, () => mean)) });

/** A trial with half of its blocks at `mean - swing` and half at `mean + swing`. */
export const swinging = (mean: number, swing: number, p95 = mean): SuiteResult =>
  passOf({
    serviceMs: latency({ mean, p95 }),
    blocks: blocksOf(Array.from({ length: 10 }, (_, index) => mean + (index % 2 === 0 ? swing : -swing))),
  });

export const failing = (id: string, severity: 'low' | 'medium' | 'high', costMs: number | null = null): Finding => ({
  id,
  title: id,
  outcome: 'fail',
  severity,
  costMs,
  summary: id,
  facts: [],
  advice: [],
});

export const passing = (id: string): Finding => ({ id, title: id, outcome: 'pass', summary: id });
