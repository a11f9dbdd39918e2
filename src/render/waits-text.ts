import type { Run } from '../model/run.ts';
import { type ServerWaits, shareText, type WaitShare, watchedMs } from '../model/waits.ts';
import { durationText } from './number-text.ts';

/** One part of the time of a typical request, for tables. */
export interface WaitRow {
  readonly text: string;
  readonly ms: number;
  /** Of the whole request. */
  readonly share: number;
}

/** The last row: what has no row of its own. */
const REST = 'other, or unexplained';

/** What the server did with the time of a request: the mean of all that were watched. */
export interface WaitTable {
  readonly requests: number;
  readonly meanMs: number;
  /** The named parts, and the rest where there is one. */
  readonly rows: readonly WaitRow[];
  readonly named: readonly WaitRow[];
  readonly restShare: number;
}

/** Smaller parts are within the error of the samples, and are shown together. */
const SMALLEST_SHARE = 0.02;

/** The evidence of the run; null where it was not gathered, and where a diagnosis on another system cannot gather it. */
export function waitsIn({ evidence, command }: Run): ServerWaits | { readonly because: string } | null {
  const piece = evidence.find((each) => each.kind === 'waits');
  if (piece?.kind !== 'waits') return null;
  if (piece.outcome.ok) return piece.outcome.value;
  const isAskedFor = command === 'waits' || piece.outcome.code !== 'other-platform';
  return isAskedFor ? { because: piece.outcome.message } : null;
}

/** One kind of request that was watched: the URL, or a flow of the load. */
export interface WatchedRequest {
  /** `GET /x`, or `a refresh`. */
  readonly name: string;
  readonly waits: ServerWaits;
}

/** Everything that was watched from inside, the URL first. */
export function watchedIn(run: Run): readonly WatchedRequest[] {
  const url = waitsIn(run);
  const flows = run.evidence.find(({ kind }) => kind === 'flow-waits');
  const ofFlows = flows?.kind === 'flow-waits' && flows.outcome.ok ? flows.outcome.value.flows : [];
  return [
    ...(url === null || 'because' in url ? [] : [{ name: requestName(run), waits: url }]),
    ...ofFlows.map(({ noun, waits }) => ({ name: noun, waits })),
  ];
}

/** The query may hold secrets. */
export const requestName = ({ target }: Run): string =>
  `GET ${/^https?:\/\/[^/]+(\/[^?#]*)/.exec(target.url)?.[1] ?? '/'}`;

/** "Server-Timing names db 120 ms, view 20 ms, of 152 ms"; null where the server says nothing of itself. */
export function serverTimingText({ serverTiming, requestsMs }: ServerWaits): string | null {
  if (serverTiming.length === 0) return null;
  const parts = serverTiming.map(({ name, ms }) => `${name} ${durationText(ms)}`).join(', ');
  return `Reported by the server (Server-Timing): ${parts}, of ${durationText(watchedMs({ requestsMs }) / requestsMs.length)}`;
}

export function waitTable({ requestsMs, shares }: ServerWaits): WaitTable {
  const requests = requestsMs.length;
  const totalMs = watchedMs({ requestsMs });
  const isShown = ({ kind, ms }: WaitShare): boolean => kind !== 'unexplained' && ms / totalMs >= SMALLEST_SHARE;
  const rowOf = (text: string, ms: number): WaitRow => ({ text, ms: ms / requests, share: ms / totalMs });
  const shown = shares.filter(isShown);
  const restMs = totalMs - shown.reduce((sum, { ms }) => sum + ms, 0);
  const named = shown.map((share) => rowOf(shareText(share), share.ms));
  const rest = restMs / totalMs < 0.005 ? [] : [rowOf(REST, restMs)];
  return {
    requests,
    meanMs: totalMs / requests,
    rows: [...named, ...rest],
    named,
    restShare: restMs / totalMs,
  };
}

/** More than half of the time is the answer to where it went. */
const MOST = 0.5;

/** "GET /x takes 2.06 s: 98 % of it is connecting to [::1]:6379". */
export function waitsSentence(waits: ServerWaits, request: string): string {
  const {
    meanMs,
    named: [first],
    restShare,
  } = waitTable(waits);
  const takes = `${request} takes ${durationText(meanMs)}`;
  if (first === undefined) return `${takes}, and none of it could be explained`;
  const sentence = `${takes}: ${percentText(first.share)} of it is ${first.text}`;
  if (restShare > first.share) return `${sentence}, and ${percentText(restShare)} is ${REST}`;
  return first.share < MOST ? `${sentence}, the largest part` : sentence;
}

const percentText = (share: number): string => `${Math.round(share * 100)} %`;

/** A line of measurements has room for this many parts. */
const MOST_PARTS = 3;

/** "98 % connecting to [::1]:6379", the largest parts of the time inside the server. */
export const largestParts = (waits: ServerWaits): readonly string[] =>
  waitTable(waits)
    .rows.slice(0, MOST_PARTS)
    .map(({ text, share }) => `${percentText(share)} ${text}`);
