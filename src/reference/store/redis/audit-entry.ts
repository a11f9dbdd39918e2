import type { AuditEntry, ChainedEntry } from '../store.ts';

const EVENTS = ['login', 'refresh', 'reuse', 'logout'] as const satisfies readonly AuditEntry['event'][];

/** Parses one stream entry. Its id is "number-0", and its fields are name, value, name, value. */
export function auditEntryOf(log: string, [id, flat]: [id: string, fields: string[]]): ChainedEntry {
  const fields = new Map<string, string>();
  for (let index = 0; index < flat.length; index += 2) fields.set(flat[index] ?? '', flat[index + 1] ?? '');
  const text = (name: string): string => fields.get(name) ?? '';
  const event = EVENTS.find((known) => known === text('event'));
  if (event === undefined) throw new Error(`the audit log holds an unknown event at ${id}`);
  return {
    log,
    number: Number(id.split('-', 1)[0]),
    atMs: Number(text('at')),
    event,
    outcome: text('outcome'),
    userId: text('user') === '' ? null : Number(text('user')),
    sessionId: text('session') === '' ? null : text('session'),
    ip: text('ip'),
    requestId: text('req'),
    hash: text('hash'),
  };
}
