import type { ShownExchange } from './finding.ts';

/** What an audit log must show of an account (OWASP ASVS 5.0 16.3.1 and 16.3.2). */
export const auditedEvents = ['failed-sign-in', 'sign-in', 'renewal', 'reuse', 'sign-out'] as const;
export type AuditedEvent = (typeof auditedEvents)[number];

/** By what an entry was recognised as that of an event. */
export const entryMarks = ['request-id', 'account-and-time'] as const;
export type EntryMark = (typeof entryMarks)[number];

/** An event that was caused, and its entry in the log. */
export interface LoggedEvent {
  readonly event: AuditedEvent;
  /** The status of the answer. */
  readonly status: number;
  /** Null where the log has no entry of it. */
  readonly entry: EntryMark | null;
  readonly shown?: ShownExchange;
}

/** What the server's audit log has of the events that were caused. Its lines are read and not kept. */
export interface AuditLogEntries {
  /** The log, as it was named. */
  readonly log: string;
  /** The lines that were appended meanwhile. */
  readonly lines: number;
  /** Whether all that was appended was read. Absent in runs saved before this field existed. */
  readonly isWhole?: boolean;
  readonly events: readonly LoggedEvent[];
}
