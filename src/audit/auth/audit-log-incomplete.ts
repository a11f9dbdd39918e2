import type { AuditedEvent, EntryMark, LoggedEvent } from '../../model/audit-log.ts';
import { atServer } from '../../stacks/remedy.ts';
import { inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'write one entry with time, account, event, outcome and the X-Request-Id for each sign-in, failed sign-in, refresh, refused refresh and sign-out',
  command: null,
});

const eventTexts: Readonly<Record<AuditedEvent, string>> = {
  'failed-sign-in': 'a failed sign-in',
  'sign-in': 'a sign-in',
  renewal: 'a refresh',
  reuse: 'a spent refresh token that was refused',
  'sign-out': 'a sign-out',
};

const entryTexts: Readonly<Record<EntryMark, string>> = {
  'request-id': 'found by its request id',
  'account-and-time': 'found by account and time',
};

export const auditLogIncomplete = securityAudit({
  id: 'audit-log-incomplete',
  title: 'the audit log lacks security events',
  holds: 'the audit log has each security event',
  group: 'audit-trail',
  standard: 'OWASP ASVS 5.0 16.3.1 and 16.3.2, 45 CFR 164.312(b)',
  needs: ['audit-log'],
  uses: ['auth-surface'],
  shows: ({ 'audit-log': { events } }) => lackingFirst(events).map(({ shown }) => shown),
  check({ 'audit-log': { log, lines, isWhole, events }, 'auth-surface': surface }, subject) {
    if (events.length === 0) return notApplicable('the server answered no sign-in, refresh or sign-out as it should');
    const lacking = events.filter(({ entry }) => entry === null);
    if (lacking.length === 0) return pass(`each of ${events.length} events has an entry: ${namesOf(events)}`);
    if (isWhole === false)
      return inconclusive(
        `${namesOf(lacking)}: no entry in the first ${lines} lines that were appended to ${log}, and the rest was not read`,
      );
    return {
      outcome: 'fail',
      severity: 'medium',
      costMs: null,
      summary: `${lacking.length} of ${events.length} events ${lacking.length === 1 ? 'has' : 'have'} no entry in ${log}: ${namesOf(lacking)}.${grown(lines)}`,
      facts: [{ kind: 'table', head: ['event', 'answer', 'entry'], rows: events.map(rowOf) }],
      advice: adviceFor('audit-log-incomplete', authRemedies(surface), factsFor(subject), general),
    };
  },
});

const lackingFirst = (events: readonly LoggedEvent[]): readonly LoggedEvent[] =>
  events.toSorted((a, b) => Number(a.entry !== null) - Number(b.entry !== null));

const namesOf = (events: readonly LoggedEvent[]): string =>
  [...new Set(events.map(({ event }) => eventTexts[event]))].join(', ');

const rowOf = ({ event, status, entry }: LoggedEvent): readonly string[] => [
  eventTexts[event],
  String(status),
  entry === null ? 'none' : entryTexts[entry],
];

const grown = (lines: number): string => {
  if (lines > 0) return '';
  return ' No line was appended to it meanwhile: look whether it is the log of this server.';
};
