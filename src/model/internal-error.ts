/**
 * The abort reason for an internal error that no caller could catch. The measurements before it stay valid.
 */
export class InternalError extends Error {
  override readonly name = 'InternalError';

  constructor(cause: unknown) {
    super('internal error', { cause });
  }
}

/** The first stack frame in whyslow's code, without the folders of this machine: `load/trial.js:12:3`. */
const OWN_FRAME = /(?:dist|src)\/([\w/.-]+\.[jt]s:\d+:\d+)/;

/**
 * The text of an internal error in a saved run: its type and place. The message is omitted, because it may quote a
 * response that contains a token.
 */
export function internalErrorText(error: unknown): string {
  const cause = error instanceof InternalError ? error.cause : error;
  if (!(cause instanceof Error)) return `internal error (${typeof cause})`;
  const code = 'code' in cause && typeof cause.code === 'string' ? ` ${cause.code}` : '';
  const place = OWN_FRAME.exec(cause.stack ?? '')?.[1];
  return `internal error (${cause.name}${code}${place === undefined ? '' : ` at ${place}`})`;
}
