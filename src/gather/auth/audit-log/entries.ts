import type { EntryMark } from '../../../model/audit-log.ts';
import type { CausedEvent } from './contract.ts';
import { timesIn } from './line-times.ts';

/** A log in another process may write its line shortly after the answer was sent. */
const AFTER_MS = 100;

/** Names of fields whose value is an account. */
const ACCOUNT_FIELD = '(?:user|account|sub|subject|uid|principal|actor|owner|member|login)[\\w.-]{0,40}';

/** Below this length an id would occur in lines by chance, so that it counts only as the value of a field. */
const TELLING_CHARACTERS = 6;

/** Time and account stand at the beginning of an entry. A longer text costs more than it tells. */
const READ_CHARACTERS = 65_536;

/**
 * The mark of each event's entry: its request id, else the account at the time of the event, in the next entry with both.
 * An entry is that of one event at most.
 *
 * @param entries see `joinedLines`
 * @param subjects the name of the account, and its id from the access token
 */
export function marksOf(
  entries: readonly string[],
  events: readonly CausedEvent[],
  subjects: readonly string[],
): readonly (EntryMark | null)[] {
  const withId = events.map(({ requestId }) => entries.some((entry) => entry.includes(requestId)));
  const ids = events.map(({ requestId }) => requestId);
  const rest = entries
    .filter((entry) => !ids.some((id) => entry.includes(id)))
    .map((entry) => entry.slice(0, READ_CHARACTERS))
    .filter((entry) => names(entry, subjects));
  return events.map((event, at) => {
    if (withId[at] === true) return 'request-id';
    const found = rest.findIndex((entry) => isAt(entry, event));
    if (found === -1) return null;
    rest.splice(found, 1);
    return 'account-and-time';
  });
}

const isAt = (entry: string, { fromMs, toMs }: CausedEvent): boolean =>
  timesIn(entry, toMs).some((time) => time.toMs > fromMs && time.fromMs <= toMs + AFTER_MS);

const names = (entry: string, subjects: readonly string[]): boolean =>
  subjects.some((subject) => patternOf(subject).test(entry));

function patternOf(subject: string): RegExp {
  const quoted = subject.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
  if (/[a-z]/i.test(subject) || subject.length >= TELLING_CHARACTERS)
    return new RegExp(`(?<!\\w)${quoted}(?!\\w)`, 'i');
  return new RegExp(`\\b${ACCOUNT_FIELD}["']?\\s*[=:]\\s*["']?${quoted}(?![\\w.])`, 'i');
}
