/**
 * The reason of an abort that is no wish of the user: an error of our own, thrown where no caller could catch it. What was
 * measured before it is still true.
 */
export class InternalError extends Error {
  override readonly name = 'InternalError';

  constructor(cause: unknown) {
    super('internal error', { cause });
  }
}

/** The place of our own code in a stack, without folders of this machine: `load/pass.js:12:3`. */
const OWN_FRAME = /(?:dist|src)\/([\w/.-]+\.[jt]s:\d+:\d+)/;

/**
 * What a saved run says of an internal error: its kind and place. The message is left out, since it may quote what a server
 * sent, a token among it.
 */
export function internalErrorText(error: unknown): string {
  const cause = error instanceof InternalError ? error.cause : error;
  if (!(cause instanceof Error)) return `internal error (${typeof cause})`;
  const code = 'code' in cause && typeof cause.code === 'string' ? ` ${cause.code}` : '';
  const place = OWN_FRAME.exec(cause.stack ?? '')?.[1];
  return `internal error (${cause.name}${code}${place === undefined ? '' : ` at ${place}`})`;
}
