import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, JsHistogram } from 'hdr-histogram-js';

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
  /** For `mergeHistograms`. */
  packed(): PackedHistogram;
  reset(): void;
}

/** An encoded histogram keeps the bucket of its maximum only, so that the maximum is beside it. */
export interface PackedHistogram {
  readonly encoded: string;
  readonly maxUs: number;
}

export const emptyHistogram = (): LatencyHistogram => emptyWith(SIGNIFICANT_DIGITS);

/** For the display of progress and not for verdicts. Quantiles are accurate to a thousandth. */
export const quickHistogram = (): LatencyHistogram => emptyWith(DISPLAY_DIGITS);

const emptyWith = (numberOfSignificantValueDigits: 3 | 4): LatencyHistogram =>
  wrap(buildWith(numberOfSignificantValueDigits));

const buildWith = (numberOfSignificantValueDigits: 3 | 4): JsHistogram =>
  jsHistogram(
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
  wrap(jsHistogram(decodeFromCompressedBase64(base64, 32, false)));

/** The histogram of all samples of these. Their counts add up, so its quantiles are those of the merged samples. */
export function mergeHistograms(
  packed: readonly PackedHistogram[],
  precision: 'verdicts' | 'display' = 'verdicts',
): LatencyHistogram {
  const merged = buildWith(precision === 'verdicts' ? SIGNIFICANT_DIGITS : DISPLAY_DIGITS);
  for (const { encoded } of packed) merged.add(jsHistogram(decodeFromCompressedBase64(encoded, 32, false)));
  merged.maxValue = Math.max(0, ...packed.map(({ maxUs }) => maxUs));
  return wrap(merged);
}

/**
 * Calls back with the middle and the count of each bucket that holds samples. The library computes the limits of all
 * buckets below the maximum, and does so for each mean and deviation, which was a third of the work of a short load.
 */
function forEachBucket(histogram: JsHistogram, use: (us: number, count: number) => void): void {
  let left = histogram.totalCount;
  for (let index = 0; left > 0 && index < histogram.countsArrayLength; index += 1) {
    const count = histogram.getCountAtIndex(index);
    if (count === 0) continue;
    left -= count;
    use(histogram.medianEquivalentValue(histogram.valueFromIndex(index)), count);
  }
}

function meanUs(histogram: JsHistogram): number {
  let sum = 0;
  forEachBucket(histogram, (us, count) => (sum += us * count));
  return sum === 0 ? 0 : sum / histogram.totalCount;
}

function deviationUs(histogram: JsHistogram): number {
  if (histogram.totalCount === 0) return 0;
  const mean = meanUs(histogram);
  let squares = 0;
  forEachBucket(histogram, (us, count) => (squares += (us - mean) * (us - mean) * count));
  return Math.sqrt(squares / histogram.totalCount);
}

/** `useWebAssembly: false` makes it so, which the types of the library do not tell. */
function jsHistogram(built: ReturnType<typeof build>): JsHistogram {
  if (!(built instanceof JsHistogram)) throw new TypeError('The histogram is not one of JavaScript.');
  return built;
}

function wrap(histogram: JsHistogram): LatencyHistogram {
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
      return meanUs(histogram) / US_PER_MS;
    },
    get sdMs() {
      return deviationUs(histogram) / US_PER_MS;
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
    packed: () => ({ encoded: encodeIntoCompressedBase64(histogram), maxUs: histogram.maxValue }),
    reset: () => histogram.reset(),
  };
}
