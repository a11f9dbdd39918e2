import { isHttpStatus, isRedirect, isServerError, isSuccess, statusCounts } from '../model/status.ts';
import { SLOW_ANSWER_MS } from '../model/slow.ts';
import type { AddressRow, Run } from '../model/run.ts';
import { type BodyEnd, LONGEST_BODY_MIB } from '../model/silence.ts';
import { durationText } from './number-text.ts';

/** A problem of the answers of the requested name. There is none where every answer was 2xx and fast. */
export type Trouble =
  | 'slow'
  | 'missing'
  | 'failed'
  | 'invalid'
  | 'not-2xx'
  | 'unfinished'
  | 'partial'
  | 'status-unknown';

export interface Measured {
  /** One clause an address: "127.0.0.1 answers 200 in 0.9 ms". */
  readonly clauses: readonly string[];
  readonly troubles: ReadonlySet<Trouble>;
}

/** The measurements at the addresses of the requested name, and their problems. */
export function measuredAt({ addresses, target }: Pick<Run, 'addresses' | 'target'>): Measured {
  const rows = addresses.filter(({ name }) => name === target.host);
  return { clauses: rows.map(clauseOf), troubles: new Set(rows.flatMap(troublesOf)) };
}

function troublesOf({ firstByteMs, answers }: AddressRow): readonly Trouble[] {
  const missing: readonly Trouble[] = answers.unanswered > 0 ? ['missing'] : [];
  if (firstByteMs === null) return missing;
  const longestMs = Math.max(answers.slowestMs ?? 0, answers.wholeMs?.p50 ?? 0);
  const slow: readonly Trouble[] = longestMs > SLOW_ANSWER_MS ? ['slow'] : [];
  const statuses = statusCounts(answers.statuses);
  const unknown: readonly Trouble[] = statuses.length === 0 ? ['status-unknown'] : [];
  return [
    ...missing,
    ...slow,
    ...unknown,
    ...bodyTrouble(answers.body),
    ...statuses.flatMap(({ status }) => troubleOf(status) ?? []),
  ];
}

function bodyTrouble(body: BodyEnd | null): readonly Trouble[] {
  if (body === null || body === 'whole') return [];
  return [body === 'unfinished' ? 'unfinished' : 'partial'];
}

function troubleOf(status: number): Trouble | null {
  if (isSuccess(status)) return null;
  if (isServerError(status)) return 'failed';
  return isHttpStatus(status) ? 'not-2xx' : 'invalid';
}

function clauseOf(row: AddressRow): string {
  const { address, connect, firstByteMs, answers } = row;
  if (firstByteMs === null)
    return `${address} ${connect === 'accepted' ? 'accepts and gives no answer' : wordsFor[connect]}`;
  return `${address} answers${statusText(row)} in ${wholeText(row)}${sporadic(row)}${missing(answers.unanswered)}`;
}

const wordsFor = {
  refused: 'refuses',
  'timed-out': 'does not accept a connection in time',
  reset: 'resets the connection',
  unreachable: 'is unreachable',
} as const;

/** " 200", " 302 to /login", " 200 (9 times) and 500 (5 times)". Empty for a run without recorded statuses. */
export function statusText({ answers: { statuses, location } }: Pick<AddressRow, 'answers'>): string {
  const counts = statusCounts(statuses);
  const texts = counts.map(({ status, count }) => {
    const leads = isRedirect(status) && location !== null ? ` to ${location}` : '';
    const times = counts.length === 1 ? '' : ` (${count} times)`;
    return `${status}${isHttpStatus(status) ? '' : ', not a valid HTTP status,'}${leads}${times}`;
  });
  return texts.length === 0 ? '' : ` ${texts.join(' and ')}`;
}

/** Old saved runs have no statuses, and then no column for them. */
export const hasStatuses = (rows: readonly AddressRow[]): boolean =>
  rows.some(({ answers }) => Object.keys(answers.statuses).length > 0);

/** The statuses for a table cell: "200", "302", "200 ×9, 500 ×5". */
export function statusCell({ answers: { statuses } }: AddressRow): string {
  const counts = statusCounts(statuses);
  const [only, ...others] = counts;
  if (only === undefined) return '–';
  if (others.length === 0) return isHttpStatus(only.status) ? String(only.status) : `${only.status}, not valid`;
  return counts.map(({ status, count }) => `${status} ×${count}`).join(', ');
}

/** The time of connect and whole answer, and its phases where it is slow. */
function wholeText(row: AddressRow): string {
  const { answers, firstByteMs } = row;
  const { wholeMs, body } = answers;
  const first = firstByteMs?.p50 ?? 0;
  if (wholeMs === null && body !== null) return `${durationText(first)} with its first byte${bodyTexts[body]}`;
  const whole = wholeMs?.p50 ?? first;
  return whole <= SLOW_ANSWER_MS ? durationText(whole) : `${durationText(whole)} (${phasesText(row, whole)})`;
}

/** Where a slow answer spent its time. */
function phasesText({ connectMs, firstByteMs }: AddressRow, wholeMs: number): string {
  const waitMs = Math.max(0, (firstByteMs?.p50 ?? 0) - connectMs.p50);
  const receiveMs = Math.max(0, wholeMs - connectMs.p50 - waitMs);
  return `connect ${durationText(connectMs.p50)}, wait ${durationText(waitMs)}, receive ${durationText(receiveMs)}`;
}

const bodyTexts: Readonly<Record<BodyEnd, string>> = {
  whole: '',
  unfinished: '; the body did not end before --timeout',
  'too-long': `; the body was read up to ${LONGEST_BODY_MIB} MiB`,
  'cut-short': '; the body was cut short',
  excess: '; more bytes came than the header states',
  malformed: '; the body was malformed',
};

/** A slow first answer and a slow maximum, which the median does not show. */
function sporadic({ answers: { firstMs, slowestMs }, firstByteMs, connectMs }: AddressRow): string {
  const typicalMs = (firstByteMs?.p50 ?? 0) - connectMs.p50;
  const isOutlier = (ms: number | null): ms is number => ms !== null && ms > SLOW_ANSWER_MS && ms > 2 * typicalMs;
  const first = isOutlier(firstMs) ? [`the first answer took ${durationText(firstMs)}`] : [];
  const slowest =
    isOutlier(slowestMs) && slowestMs !== firstMs
      ? [`the slowest ${first.length === 0 ? 'answer took ' : ''}${durationText(slowestMs)}`]
      : [];
  const notes = [...first, ...slowest];
  return notes.length === 0 ? '' : ` (${notes.join(', ')})`;
}

const missing = (count: number): string =>
  count === 0 ? '' : `; ${count === 1 ? 'one visit' : `${count} visits`} got no answer`;
