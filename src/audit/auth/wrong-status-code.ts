import type { BadInputAnswer, BadInput } from '../../model/bad-input.ts';
import { atServer } from '../../stacks/remedy.ts';
import { badInputCheck, type BadInputVerdict, byResponse, ofKind, sound, unclear, wrong } from './bad-input-check.ts';

/**
 * RFC 9110 §15.5.2 and RFC 6750 §3.1: 401 for credentials that are missing or invalid. A malformed header is an invalid
 * request, 400. 431 refuses the header before it is read. 403 refuses a known caller.
 */
const READS: ReadonlySet<number> = new Set([400, 401, 431]);

export const wrongStatusCode = badInputCheck({
  id: 'wrong-status-code',
  title: 'a refusal has the status of something else',
  holds: 'refusals have the right status',
  standard: 'RFC 9110 §15.5.2, RFC 6750 §3.1, RFC 6749 §5.2',
  severity: 'low',
  consequence: 'Clients refresh and sign in again on 401, and take a 2xx for a success.',
  isAbout: ofKind('unknown', 'no-credentials', 'broken-token'),
  read: byResponse((answer, input) =>
    input.route === 'protected route' ? readProtected(answer, input) : readToken(answer, input),
  ),
  without: 'no refusal could be provoked',
  sound: 'each refusal has a status that says so',
  general: atServer({
    do: 'answer missing and invalid credentials with 401 and WWW-Authenticate, and an invalid grant with 400 or 401',
    command: null,
  }),
});

/**
 * A granted read shows a route that is not protected. 5xx has a check of its own. A page may redirect to its sign-in, or
 * show it with 200. A 200 without content is the answer of a route that asks whether there is a session.
 */
function readProtected({ status, granted, isJson }: BadInputAnswer, { kind }: BadInput): BadInputVerdict {
  if (granted || status >= 500 || (status < 300 && !isJson)) return unclear;
  if (status >= 300 && status < 400) return sound;
  if (kind === 'no-credentials') return status === 401 ? sound : wrong(`${status} in place of 401`);
  return READS.has(status) ? sound : wrong(`${status} in place of 401`);
}

/** A page may show its login form again with 200. An API refuses with 4xx. */
function readToken({ status, granted, mediaType }: BadInputAnswer, { route }: BadInput): BadInputVerdict {
  if (granted || status >= 500 || mediaType === 'text/html') return unclear;
  if (status < 300) return wrong(`${status} from the ${route}, which refused`);
  return status === 404 || status === 405 ? wrong(`${status} in place of 400 or 401`) : sound;
}
