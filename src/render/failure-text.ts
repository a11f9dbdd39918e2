import type { Stretch, SuiteResult } from '../model/suite.ts';
import { silentEndS, type Stall, stallsOf } from './stalls.ts';
import { countText, durationText } from './number-text.ts';

type Failed = Pick<SuiteResult, 'n' | 'errors' | 'reasons' | 'timeline' | 'connections' | 'model' | 'tookMs'>;

/**
 * The failures and the time that they took: "6 requests timed out after 10 s each; 60 of 60 s were spent waiting for them".
 * Null where nothing failed.
 */
export function failureText(trial: Failed): string | null {
  if (trial.errors === 0) return null;
  const waits = waitsOf(trial.timeline);
  const what = isTimeout(trial) ? `${requests(trial.errors)} timed out` : failedBecause(trial);
  return waits === null ? what : `${what}${eachText(trial, waits)}${spentText(trial, waits)}`;
}

const isTimeout = ({ errors, reasons }: Failed): boolean => reasons['timed-out'] === errors;

const requests = (count: number): string => (count === 1 ? '1 request' : `${countText(count)} requests`);

/** Further reasons are only in run.json. */
const MOST_REASONS = 3;

function failedBecause({ n, errors, reasons }: Failed): string {
  const ordered = Object.entries(reasons).toSorted(([, a], [, b]) => b - a);
  const named = ordered.slice(0, MOST_REASONS).map(([reason, count]) => `${countText(count)} × ${reason}`);
  const more = ordered.length > MOST_REASONS ? [`${ordered.length - MOST_REASONS} more reasons`] : [];
  const why = named.length === 0 ? '' : ` (${[...named, ...more].join(', ')})`;
  return `${countText(errors)} of ${requests(n + errors)} failed${why}`;
}

interface Waits {
  readonly waitedMs: number;
  readonly longestMs: number;
}

/** Null where no stretch recorded waits. */
function waitsOf(timeline: readonly Stretch[]): Waits | null {
  const known = timeline.flatMap(({ failed }) => failed ?? []);
  if (known.length === 0) return null;
  return {
    waitedMs: known.reduce((sum, { waitedMs }) => sum + waitedMs, 0),
    longestMs: Math.max(...known.map(({ longestMs }) => longestMs)),
  };
}

/** Waits that differ by less come from one time-out. */
const ALIKE = 1.05;

function eachText({ errors }: Failed, { waitedMs, longestMs }: Waits): string {
  const meanMs = waitedMs / errors;
  if (longestMs > meanMs * ALIKE) return `, after ${waitText(meanMs)} on average and ${waitText(longestMs)} at most`;
  return ` after ${waitText(meanMs)}${errors === 1 ? '' : ' each'}`;
}

/** A smaller share of the time is not worth a sentence. */
const LEAST_SHARE = 0.01;

/** Users of an open trial wait in parallel, so their waits are not a share of one duration. */
function spentText({ connections, model, tookMs, errors }: Failed, { waitedMs }: Waits): string {
  const them = errors === 1 ? 'it' : 'them';
  const wholeMs = Math.max(waitedMs, tookMs * connections);
  if (waitedMs < wholeMs * LEAST_SHARE) return '';
  if (model === 'open') return `; ${secondsText(waitedMs)} s in all were spent waiting for ${them}`;
  const of = connections === 1 ? 's' : `s of ${connections} connections`;
  return `; ${secondsText(waitedMs)} of ${secondsText(wholeMs)} ${of} were spent waiting for ${them}`;
}

const secondsText = (ms: number): string => String(Number((ms / 1_000).toFixed(1)));

/** "10 s", "2.5 s", "340 ms". */
const waitText = (ms: number): string => (ms >= 999.5 ? `${secondsText(ms)} s` : durationText(ms));

type Course = Pick<SuiteResult, 'timeline' | 'errors' | 'ended' | 'model' | 'throttled'>;

/** The stalls of a trial. Failed requests are left out where their times were not recorded. */
export function stallText(trial: Course, usualMs: number, at: (s: number) => string): string {
  const stalls = stallsOf(trial.timeline, usualMs);
  const [longest] = stalls;
  const silentS = silentEndS(trial);
  const silence = silentS === 0 ? [] : [`no answer in its last ${waitText(silentS * 1_000)}`];
  if (longest === undefined) return silence[0] ?? noStallText(trial);
  const count = stalls.length === 1 ? '1 stall' : `${countText(stalls.length)} stalls`;
  return [`${count}, the longest ${stallLengthText(longest)} at ${at(longest.fromS)}`, ...silence].join(', ');
}

const noStallText = ({ errors, timeline }: Course): string =>
  errors > 0 && waitsOf(timeline) === null ? 'no stall among the right answers' : 'no stall';

/** "444 ms" for a slow answer, "10 s, 2 failed" for failed requests. */
export const stallLengthText = ({ maxMs, failed }: Stall): string =>
  failed === 0 ? durationText(maxMs) : `${waitText(maxMs)}, ${countText(failed)} failed`;
