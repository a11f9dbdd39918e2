import { randomUUID } from 'node:crypto';

/** Short and harmless enough to be written into the audit log as it came. */
const ACCEPTABLE = /^[\w.-]{1,64}$/;

/** The caller's own id, so that his log and ours can be joined; a fresh one when he sent none or a strange one. */
export function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : randomUUID();
}
