import type { Stretch } from '../../model/suite.ts';
import { mergeHistograms, type PackedHistogram } from '../../stats/histogram.ts';

/** The timeline of one process, and the histogram of each of its stretches. */
export interface RecordedTimeline {
  readonly timeline: readonly Stretch[];
  readonly stretches: readonly PackedHistogram[];
}

interface Recorded {
  readonly stretch: Stretch;
  readonly histogram: PackedHistogram;
}

/**
 * One timeline of the processes that measured at the same time. The intervals are those of the process that measured
 * longest. An interval of another process belongs to the one that contains its middle, since their timers drift apart.
 */
export function mergeTimelines(processes: readonly RecordedTimeline[]): readonly Stretch[] {
  const intervals = longestOf(processes);
  const groups = intervals.map((): Recorded[] => []);
  for (const { timeline, stretches } of processes) {
    for (const [index, stretch] of timeline.entries()) {
      const histogram = stretches[index];
      if (histogram !== undefined) groups[placeOf(stretch, intervals)]?.push({ stretch, histogram });
    }
  }
  return intervals.map((interval, index) => mergedStretch(interval, groups[index] ?? []));
}

const endOf = ({ fromS, lengthS }: Stretch): number => fromS + lengthS;

function longestOf(processes: readonly RecordedTimeline[]): readonly Stretch[] {
  const lastS = (stretches: readonly Stretch[]): number => stretches.map(endOf).at(-1) ?? 0;
  return processes.reduce<readonly Stretch[]>(
    (longest, { timeline }) => (lastS(timeline) > lastS(longest) ? timeline : longest),
    [],
  );
}

function placeOf(stretch: Stretch, intervals: readonly Stretch[]): number {
  const middleS = stretch.fromS + stretch.lengthS / 2;
  const place = intervals.findIndex((interval) => middleS < endOf(interval));
  return place === -1 ? intervals.length - 1 : place;
}

function mergedStretch({ fromS, lengthS }: Stretch, parts: readonly Recorded[]): Stretch {
  const times = mergeHistograms(
    parts.map(({ histogram }) => histogram),
    'display',
  );
  const stretches = parts.map(({ stretch }) => stretch);
  const n = sum(stretches.map((each) => each.n));
  return {
    fromS,
    lengthS,
    n,
    errors: sum(stretches.map(({ errors }) => errors)),
    meanMs: n === 0 ? 0 : sum(stretches.map((each) => each.meanMs * each.n)) / n,
    p50Ms: times.percentileMs(50),
    p95Ms: times.percentileMs(95),
    p99Ms: times.percentileMs(99),
    maxMs: times.maxMs,
    failed: mergedFailures(stretches.flatMap(({ failed }) => failed ?? [])),
  };
}

const mergedFailures = (failed: readonly NonNullable<Stretch['failed']>[]): Stretch['failed'] =>
  failed.length === 0
    ? null
    : {
        waitedMs: sum(failed.map(({ waitedMs }) => waitedMs)),
        longestMs: Math.max(...failed.map(({ longestMs }) => longestMs)),
      };

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
