import type { AuditEntry, ChainedEntry } from '../store.ts';

const EVENTS = ['login', 'refresh', 'reuse', 'logout'] as const satisfies readonly AuditEntry['event'][];

/** One entry of the stream: its id is "number-0", its fields come as name, value, name, value. */
export function auditEntryOf([id, flat]: [id: string, fields: string[]]): ChainedEntry {
  const fields = new Map<string, string>();
  for (let index = 0; index < flat.length; index += 2) fields.set(flat[index] ?? '', flat[index + 1] ?? '');
  const text = (name: string): string => fields.get(name) ?? '';
  const event = EVENTS.find((known) => known === text('event'));
  if (event === undefined) throw new Error(`the audit log holds an unknown event at ${id}`);
  return {
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

/** A list of texts that a script answered, or null where it answered nothing. */
export function textsOf(answer: unknown): readonly string[] | null {
  return Array.isArray(answer) ? answer.map(String) : null;
}
