import type { AddressVisits, ColdVisit, Unanswered, WarmVisit } from '../../model/evidence.ts';
import { withoutValues, withTexts } from '../../model/secrets.ts';
import type { Visited } from '../http/visit.ts';

/** The measurements of one address, which several names may resolve to. */
export interface AddressRecord {
  readonly address: string;
  readonly cold: ColdVisit[];
  readonly warm: WarmVisit[];
  answer: AddressVisits['answer'];
  body: AddressVisits['body'];
  silence: AddressVisits['silence'];
  readonly statuses: Record<string, number>;
  location: string | null;
  response: AddressVisits['response'];
  firstAnswerMs: number | null;
  slowestAnswerMs: number | null;
  readonly unanswered: Unanswered[];
}

export const newRecord = (address: string): AddressRecord => ({
  address,
  cold: [],
  warm: [],
  answer: null,
  body: null,
  silence: null,
  statuses: {},
  location: null,
  response: null,
  firstAnswerMs: null,
  slowestAnswerMs: null,
  unanswered: [],
});

/** Adds a cold or warm visit to the record. An aborted visit is not counted as unanswered. */
export function recordVisit(
  record: AddressRecord,
  visit: Visited,
  { waitedMs, secrets }: { readonly waitedMs: number; readonly secrets: readonly string[] },
): void {
  if (!visit.ok) {
    const { kind } = visit.silence;
    if (kind !== 'aborted') record.unanswered.push({ code: kind, waitedMs });
    return;
  }
  const { status, location, firstByteMs, response } = visit.value;
  record.response = withTexts(response, (text) => withoutValues(text, secrets));
  record.statuses[status] = (record.statuses[status] ?? 0) + 1;
  record.location = location ?? record.location;
  record.firstAnswerMs ??= firstByteMs;
  record.slowestAnswerMs = Math.max(record.slowestAnswerMs ?? 0, firstByteMs);
}
