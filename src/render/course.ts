import type { SuiteResult } from '../model/suite.ts';
import { failuresOf } from './stalls.ts';

/** Means of blocks of right answers. Where requests failed: means by time, since blocks contain no failures. */
export function courseOf({ errors, timeline, blocks }: SuiteResult): readonly (number | null)[] {
  if (errors === 0 || timeline.length === 0) return blocks.map(({ meanMs }) => meanMs);
  const failures = failuresOf(timeline);
  return timeline.map(({ fromS, lengthS, n, errors: failed, meanMs }) => {
    const waited = n === 0 && failures.some((each) => each.fromS < fromS + lengthS && each.toS > fromS);
    return failed > 0 || waited ? null : meanMs;
  });
}

/**
 * Reduces the values to `room`: the largest of neighbouring values represents them. A missing answer takes precedence.
 */
export function downsampled(values: readonly (number | null)[], room: number): readonly (number | null)[] {
  if (values.length <= room) return values;
  return Array.from({ length: room }, (_, place) => {
    const from = Math.floor((place * values.length) / room);
    const to = Math.max(Math.floor(((place + 1) * values.length) / room), from + 1);
    return values
      .slice(from, to)
      .reduce((most, value) => (most === null || value === null ? null : Math.max(most, value)));
  });
}
