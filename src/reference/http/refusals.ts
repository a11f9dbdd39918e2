import type { Reply } from './reply.ts';

/** Every way to say no, in one place. The code is what programs should look at; the sentence is for people. */
const REFUSALS = {
  parse_error: [400, 'The body is not valid JSON.'],
  not_an_object: [400, 'The body must be a JSON object.'],
  invalid: [400, 'Some fields are missing or wrong.'],
  invalid_request: [400, 'Send exactly one Authorization header.'],
  no_active_account: [401, 'No active account found with the given credentials.'],
  token_not_valid: [401, 'Token is invalid or expired.'],
  token_wrong_type: [401, 'Token has wrong type.'],
  token_revoked: [401, 'The session of this token has ended.'],
  token_reused: [401, 'This refresh token was used before; its session has been ended.'],
  not_authenticated: [401, 'Authentication credentials were not provided.'],
  not_found: [404, 'Not found.'],
  method_not_allowed: [405, 'Method not allowed.'],
  body_too_large: [413, 'The body is larger than 64 kB.'],
  unsupported_media_type: [415, 'Send application/json, not encoded.'],
  refresh_in_progress: [429, 'A refresh of this token has just been done.'],
  internal_error: [500, 'Internal server error.'],
} as const satisfies Record<string, readonly [status: number, detail: string]>;

export type RefusalCode = keyof typeof REFUSALS;

// RFC 9110 §15.5.2: a 401 must name the scheme that would be accepted.
const CHALLENGE = 'Bearer realm="api"';

export function refuse(code: RefusalCode, headers: Readonly<Record<string, string>> = {}): Reply {
  const [status, detail] = REFUSALS[code];
  const challenge = status === 401 ? { 'WWW-Authenticate': CHALLENGE } : {};
  return { status, body: { detail, code }, headers: { ...challenge, ...headers } };
}

/** As `refuse`, for a bearer token or header that was given and is bad: RFC 6750 §3.1 wants to hear which error it is. */
export function refuseBearer(code: RefusalCode): Reply {
  const error = code === 'invalid_request' ? 'invalid_request' : 'invalid_token';
  return refuse(code, { 'WWW-Authenticate': `${CHALLENGE}, error="${error}"` });
}

/** The complaint of each field stands under its own name, next to `detail` and `code`, as SimpleJWT's clients expect. */
export function refuseFields(complaints: Readonly<Record<string, string>>): Reply {
  const { status, body } = refuse('invalid');
  const lists = Object.entries(complaints).map(([field, complaint]) => [field, [complaint]] as const);
  return { status, body: { ...body, ...Object.fromEntries(lists) } };
}
