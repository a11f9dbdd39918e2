import { STATUS_CODES } from 'node:http';
import type { Reply } from './reply.ts';

/** The applicable codes of RFC 6749 §5.2 and RFC 6750 §3.1, for OAuth clients. */
type OAuthError = 'invalid_request' | 'invalid_grant' | 'invalid_token' | 'temporarily_unavailable' | null;

/** All refusals. The code is for programs, the sentence for people. */
const REFUSALS = {
  parse_error: [400, 'invalid_request', 'The body is not valid JSON.'],
  not_an_object: [400, 'invalid_request', 'The body must be a JSON object.'],
  invalid: [400, 'invalid_request', 'Some fields are missing or wrong.'],
  invalid_request: [400, 'invalid_request', 'Send exactly one Authorization header.'],
  no_active_account: [401, 'invalid_grant', 'No active account found with the given credentials.'],
  token_not_valid: [401, 'invalid_grant', 'Token is invalid or expired.'],
  token_wrong_type: [401, 'invalid_grant', 'Token has wrong type.'],
  token_revoked: [401, 'invalid_grant', 'The session of this token has ended.'],
  token_reused: [401, 'invalid_grant', 'This refresh token was used before; its session has been ended.'],
  not_authenticated: [401, null, 'Authentication credentials were not provided.'],
  not_found: [404, null, 'Not found.'],
  method_not_allowed: [405, null, 'Method not allowed.'],
  body_too_large: [413, null, 'The body is larger than 64 kB.'],
  unsupported_media_type: [415, null, 'Send application/json, not encoded.'],
  refresh_in_progress: [429, 'temporarily_unavailable', 'A refresh of this token has just been done.'],
  too_many_failures: [429, 'temporarily_unavailable', 'Too many failed sign-ins with this name from this address.'],
  internal_error: [500, null, 'Internal server error.'],
  store_unavailable: [503, 'temporarily_unavailable', 'The token store is unavailable; nothing was changed.'],
  store_unanswered: [
    503,
    'temporarily_unavailable',
    'The token store did not answer; the request may or may not have taken effect.',
  ],
} as const satisfies Record<string, readonly [status: number, error: OAuthError, detail: string]>;

export type RefusalCode = keyof typeof REFUSALS;

// RFC 9110 §15.5.2: a 401 must name an accepted scheme.
const CHALLENGE = 'Bearer realm="api"';

/** RFC 9457, with `detail` and `code` where SimpleJWT has them, and `error` where OAuth has it. */
export function refuse(code: RefusalCode, headers: Readonly<Record<string, string>> = {}): Reply {
  const [status, error] = REFUSALS[code];
  const challenge = status === 401 ? { 'WWW-Authenticate': CHALLENGE } : {};
  return problem(code, error, { ...challenge, ...headers });
}

/** Like `refuse`, for an invalid bearer token or header: RFC 6750 §3.1 requires the error in the challenge. */
export function refuseBearer(code: RefusalCode): Reply {
  const error = code === 'invalid_request' ? 'invalid_request' : 'invalid_token';
  return problem(code, error, { 'WWW-Authenticate': `${CHALLENGE}, error="${error}"` });
}

/** Each field error is a member with the field's name, next to `detail` and `code`, as in SimpleJWT. */
export function refuseFields(fieldErrors: Readonly<Record<string, string>>): Reply {
  const { status, body, headers } = refuse('invalid');
  const lists = Object.entries(fieldErrors).map(([field, error]) => [field, [error]] as const);
  return { status, body: { ...Object(body), ...Object.fromEntries(lists) }, headers: headers ?? {} };
}

function problem(code: RefusalCode, error: OAuthError, headers: Readonly<Record<string, string>>): Reply {
  const [status, , detail] = REFUSALS[code];
  const oauth = error === null ? {} : { error, error_description: detail };
  const body = { type: 'about:blank', title: STATUS_CODES[status] ?? '', status, detail, code, ...oauth };
  return { status, body, headers: { 'Content-Type': 'application/problem+json', ...headers } };
}
