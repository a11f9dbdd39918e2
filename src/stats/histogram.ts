import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';

/**
 * 4 digits, because with 3 an exact 30 000 µs reads back as 30 015 µs and a server exactly on its target would miss it:
 * a quantile is reported as the highest value equivalent to its bucket.
 */
const SIGNIFICANT_DIGITS = 4;
/** Enough to look at, in a tenth of the memory: reading it takes some 20 µs, and a generator has no more time. */
const DIGITS_TO_LOOK_AT = 3;
/** Longer than any timeout here, so that nothing is ever clamped: two minutes. */
const HIGHEST_US = 120_000_000;
/**
 * Where it begins: all of the finest bucket with 4 digits, an eighth of a megabyte. It grows when something takes longer;
 * a megabyte each from the start is what the collector would sweep in the middle of a pass.
 */
const FIRST_HIGHEST_US = 32_767;

const US_PER_MS = 1_000;

export interface LatencyHistogram {
  /** Integer microseconds; anything else is a mistake of the caller, since the library would count NaN as 0. */
  record(latencyUs: number): void;
  readonly count: number;
  readonly meanMs: number;
  readonly sdMs: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** @param percent between 0 and 100. */
  percentileMs(percent: number): number;
  /** HdrHistogram V2, compressed, base64: starts with HISTFAAA. */
  encode(): string;
  reset(): void;
}

export const emptyHistogram = (): LatencyHistogram => emptyWith(SIGNIFICANT_DIGITS);

/** For what is shown while it is measured, and never judged: quantiles are true to a thousandth. */
export const quickHistogram = (): LatencyHistogram => emptyWith(DIGITS_TO_LOOK_AT);

const emptyWith = (numberOfSignificantValueDigits: 3 | 4): LatencyHistogram =>
  wrap(
    build({
      lowestDiscernibleValue: 1,
      highestTrackableValue: FIRST_HIGHEST_US,
      autoResize: true,
      numberOfSignificantValueDigits,
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
    get sdMs() {
      return histogram.totalCount === 0 ? 0 : histogram.stdDeviation / US_PER_MS;
    },
    get minMs() {
      return histogram.totalCount === 0 ? 0 : histogram.getValueAtPercentile(0) / US_PER_MS;
    },
    get maxMs() {
      return histogram.maxValue / US_PER_MS;
    },
    percentileMs(percent) {
      // Of an empty histogram the library would read every bucket.
      if (histogram.totalCount === 0) return 0;
      // The end of a bucket may lie beyond the largest value in it, and no quantile is larger than the maximum.
      return Math.min(histogram.getValueAtPercentile(percent), histogram.maxValue) / US_PER_MS;
    },
    encode: () => encodeIntoCompressedBase64(histogram),
    reset: () => histogram.reset(),
  };
}
