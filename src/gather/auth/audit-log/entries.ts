import type { EntryMark } from '../../../model/audit-log.ts';
import type { CausedEvent } from './contract.ts';
import { timesIn } from './line-times.ts';

/** A log in another process may write its line shortly after the answer was sent. */
const AFTER_MS = 100;

/** Names of fields whose value is an account. */
const ACCOUNT_FIELD = '(?:user|account|sub|subject|uid|principal|actor|owner|member|login)[\\w.-]*';

/** Below this length an id would occur in lines by chance, so that it counts only as the value of a field. */
const TELLING_CHARACTERS = 6;

/**
 * The entry of each event: the line with its request id, else the next line that names the account at the time of the event.
 * A line is the entry of one event at most.
 *
 * @param subjects the name of the account, and its id from the access token
 */
export function entriesOf(
  lines: readonly string[],
  events: readonly CausedEvent[],
  subjects: readonly string[],
): readonly (EntryMark | null)[] {
  const withId = events.map(({ requestId }) => lines.some((line) => line.includes(requestId)));
  const ids = events.map(({ requestId }) => requestId);
  const rest = lines.filter((line) => !ids.some((id) => line.includes(id)) && names(line, subjects));
  return events.map((event, at) => {
    if (withId[at] === true) return 'request-id';
    const found = rest.findIndex((line) => isAt(line, event));
    if (found === -1) return null;
    rest.splice(found, 1);
    return 'account-and-time';
  });
}

const isAt = (line: string, { fromMs, toMs }: CausedEvent): boolean =>
  timesIn(line, toMs).some((time) => time.toMs > fromMs && time.fromMs <= toMs + AFTER_MS);

const names = (line: string, subjects: readonly string[]): boolean =>
  subjects.some((subject) => patternOf(subject).test(line));

function patternOf(subject: string): RegExp {
  const quoted = subject.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
  if (/[a-z]/i.test(subject) || subject.length >= TELLING_CHARACTERS)
    return new RegExp(`(?<!\\w)${quoted}(?!\\w)`, 'i');
  return new RegExp(`\\b${ACCOUNT_FIELD}["']?\\s*[=:]\\s*["']?${quoted}(?![\\w.])`, 'i');
}
