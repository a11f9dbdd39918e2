import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';

/**
 * A quantile is reported as the highest value of its bucket. With 3 digits an exact 30 000 µs is reported as 30 015 µs, so
 * a server exactly on its threshold would miss it. So the histograms have 4 digits.
 */
const SIGNIFICANT_DIGITS = 4;
/** Enough for the display, in a tenth of the memory. Reading it takes some 20 µs of the generator's time. */
const DISPLAY_DIGITS = 3;
/** Two minutes, which is longer than any timeout of a request, so no latency is clamped. */
const HIGHEST_US = 120_000_000;
/**
 * The first size: the finest bucket with 4 digits, an eighth of a megabyte. The histogram grows for longer latencies.
 * A megabyte for each from the start would cause garbage collections in the middle of a trial.
 */
const FIRST_HIGHEST_US = 32_767;

const US_PER_MS = 1_000;

export interface LatencyHistogram {
  /** @param latencyUs whole microseconds. Others throw, since the library would count NaN as 0. */
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

/** For the display of progress and not for verdicts. Quantiles are accurate to a thousandth. */
export const quickHistogram = (): LatencyHistogram => emptyWith(DISPLAY_DIGITS);

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

/** @throws TypeError or RangeError for a text that is not an encoded histogram. */
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
      // For an empty histogram the library would read every bucket.
      if (histogram.totalCount === 0) return 0;
      // The end of a bucket may be larger than the maximum, but a quantile is not.
      return Math.min(histogram.getValueAtPercentile(percent), histogram.maxValue) / US_PER_MS;
    },
    encode: () => encodeIntoCompressedBase64(histogram),
    reset: () => histogram.reset(),
  };
}
