import type { LatencyHistogram } from '../stats/histogram.ts';

const MS_PER_S = 1_000;

/**
 * The lines before the first interval, as HdrHistogram's own writers make them, since readers match them by pattern.
 * hdr-histogram-js puts an empty line and a date of its own between them, so they are written by hand.
 */
export function hlogHead(startMs: number): string {
  const seconds = (startMs / MS_PER_S).toFixed(3);
  return [
    '#[Logged by whyslow: histograms in microseconds, Interval_Max in milliseconds]',
    '#[Histogram log format version 1.3]',
    `#[StartTime: ${seconds} (seconds since epoch), ${new Date(startMs).toISOString()}]`,
    `#[BaseTime: ${seconds} (seconds since epoch)]`,
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    '',
  ].join('\n');
}

/** A tag contains no comma, line break or space. */
const NOT_IN_A_TAG = /[,\s]+/g;

/** @param startS seconds since the base time. */
export const hlogLine = (tag: string, startS: number, lengthS: number, histogram: LatencyHistogram): string =>
  `Tag=${tag.replaceAll(NOT_IN_A_TAG, '-')},${startS.toFixed(3)},${lengthS.toFixed(3)},${histogram.maxMs.toFixed(3)},${histogram.encode()}\n`;
