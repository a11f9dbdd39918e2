import type { AuditedEvent } from '../../../model/audit-log.ts';
import type { ShownExchange } from '../../../model/finding.ts';

/** A log that the server writes. */
export interface AuditLog {
  /** As the report names it. */
  readonly name: string;
  /** Begins at the end of what the log has. */
  open(): Promise<OpenAuditLog>;
}

export interface OpenAuditLog {
  /** The lines that were appended since it was opened. A line that may be incomplete is among them. */
  lines(): Promise<readonly string[]>;
  /** Whether these are all. A log that grows by megabytes is read to a bound. */
  isWhole(): boolean;
  close(): Promise<void>;
}

/** One event that was caused. Times are in ms since the epoch. */
export interface CausedEvent {
  readonly event: AuditedEvent;
  readonly requestId: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly status: number;
  readonly shown: ShownExchange | undefined;
}
