import { codePoint, unsendableInHeader } from '../model/header.ts';
import type { HttpRequest } from '../model/http.ts';

/** A space, a control character or a character above one byte would break the request line (RFC 9112 §3). */
const NOT_IN_A_PATH = /[^\x21-\x7e\x80-\xff]/u;

/** A token (RFC 9110 §5.6.2). */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * The reason why a request cannot be sent, or null. A token from the server may contain a line break, which would end its
 * header and begin another. Such a request is a failure to report and never an exception. The value is not repeated,
 * since it may be a secret.
 */
export function whyUnsendable({ path, headers }: HttpRequest): string | null {
  const inPath = NOT_IN_A_PATH.exec(path);
  if (inPath !== null) return `the path contains a character that no request line can carry (${codePoint(inPath[0])})`;
  for (const name of Object.keys(headers)) {
    if (!HEADER_NAME.test(name)) return 'a header has a name that HTTP does not allow';
    const problem = unsendableInHeader(headers[name] ?? '');
    if (problem !== null) return `the ${name} header would contain ${problem}`;
  }
  return null;
}
