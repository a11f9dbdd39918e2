import { randomUUID } from 'node:crypto';

/** Short, with safe characters only, so that it can be written into the audit log unchanged. */
const ACCEPTABLE = /^[\w.-]{1,64}$/;

/** The client's request id, so that both logs can be joined; a new one if it is missing or not acceptable. */
export function requestId(given: string | string[] | undefined): string {
  return typeof given === 'string' && ACCEPTABLE.test(given) ? given : randomUUID();
}
