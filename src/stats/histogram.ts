import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';

/**
 * 4 digits, because with 3 an exact 30 000 µs reads back as 30 015 µs and a server exactly on its target would miss it:
 * a quantile is reported as the highest value equivalent to its bucket.
 */
const SIGNIFICANT_DIGITS = 4;
/** Longer than any timeout here, so that nothing is ever clamped: two minutes. */
const HIGHEST_US = 120_000_000;

const US_PER_MS = 1_000;

export interface LatencyHistogram {
  /** Integer microseconds; anything else is a mistake of the caller, since the library would count NaN as 0. */
  record(latencyUs: number): void;
  readonly count: number;
  readonly meanMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** @param percent between 0 and 100. */
  percentileMs(percent: number): number;
  /** HdrHistogram V2, compressed, base64: starts with HISTFAAA. */
  encode(): string;
  reset(): void;
}

export const emptyHistogram = (): LatencyHistogram =>
  wrap(
    build({
      lowestDiscernibleValue: 1,
      highestTrackableValue: HIGHEST_US,
      numberOfSignificantValueDigits: SIGNIFICANT_DIGITS,
      bitBucketSize: 32,
      useWebAssembly: false,
    }),
  );

/** @throws TypeError or RangeError when the text is no encoded histogram. */
export const decodeHistogram = (base64: string): LatencyHistogram =>
  wrap(decodeFromCompressedBase64(base64, 32, false));

function wrap(histogram: Histogram): LatencyHistogram {
  return {
    record(latencyUs) {
      if (!Number.isInteger(latencyUs) || latencyUs < 0) {
        throw new RangeError(`A latency is a whole number of microseconds from 0 up, not ${latencyUs}.`);
      }
      histogram.recordValue(Math.min(latencyUs, HIGHEST_US));
    },
    get count() {
      return histogram.totalCount;
    },
    get meanMs() {
      return histogram.mean / US_PER_MS;
    },
    get minMs() {
      return histogram.totalCount === 0 ? 0 : histogram.getValueAtPercentile(0) / US_PER_MS;
    },
    get maxMs() {
      return histogram.maxValue / US_PER_MS;
    },
    percentileMs: (percent) => histogram.getValueAtPercentile(percent) / US_PER_MS,
    encode: () => encodeIntoCompressedBase64(histogram),
    reset: () => histogram.reset(),
  };
}
