import { refuse, type RefusalCode } from '../http/refusals.ts';
import type { Reply } from '../http/reply.ts';
import type { Mutant } from './contract.ts';

/** Changes the refusals with this code, and no other reply. */
const changing =
  (code: RefusalCode, change: (reply: Reply) => Reply) =>
  (reply: Reply): Reply =>
    typeof reply.body === 'object' && 'code' in reply.body && reply.body.code === code ? change(reply) : reply;

const withText = (reply: Reply, type: string, body: string): Reply => ({
  ...reply,
  body,
  headers: { ...reply.headers, 'Content-Type': type },
});

export const withoutHeader = (reply: Reply, name: string): Reply => {
  const { [name]: _left, ...headers } = reply.headers ?? {};
  return { ...reply, headers };
};

export const crashOnFields: Mutant = {
  id: 'crash-on-fields',
  title: 'crashes on a name that is no text',
  breaks: ['server-error-on-bad-input'],
  rewrite: changing('invalid', (reply) =>
    JSON.stringify(reply.body).includes('"username":["Not a valid string."]') ? refuse('internal_error') : reply,
  ),
};

const TRACE = 'TypeError: fields.username.toLowerCase is not a function\n    at login (/srv/app/routes/login.js:12:34)';

export const leakyError: Mutant = {
  id: 'leaky-error',
  title: 'writes the stack trace into the error',
  breaks: ['error-leaks-internals'],
  rewrite: changing('invalid', (reply) => ({ ...reply, body: { ...Object(reply.body), stack: TRACE } })),
};

export const sqlError: Mutant = {
  id: 'sql-error',
  title: 'writes the query into the error',
  breaks: ['error-leaks-internals'],
  rewrite: changing('token_not_valid', (reply) => ({
    ...reply,
    body: { ...Object(reply.body), detail: 'SELECT id, hash FROM refresh_tokens: no such column: hash' },
  })),
};

export const refusalIsSuccess: Mutant = {
  id: 'refusal-is-success',
  title: 'answers a refused refresh 200',
  breaks: ['wrong-status-code'],
  rewrite: changing('token_not_valid', (reply) => ({ ...reply, status: 200 })),
};

export const forbiddenWithoutCredentials: Mutant = {
  id: 'forbidden-without-credentials',
  title: 'answers a request without credentials 403',
  breaks: ['wrong-status-code'],
  rewrite: changing('not_authenticated', (reply) => ({ ...reply, status: 403 })),
};

export const malformedAsPage: Mutant = {
  id: 'malformed-as-page',
  title: 'answers malformed JSON with a page',
  breaks: ['malformed-json-error'],
  rewrite: changing('parse_error', (reply) => withText(reply, 'text/html', '<h1>Bad Request</h1>')),
};

export const crashOnSize: Mutant = {
  id: 'crash-on-size',
  title: 'crashes on a long body',
  breaks: ['oversized-input-error'],
  rewrite: changing('body_too_large', () => refuse('internal_error')),
};

export const withoutAllow: Mutant = {
  id: 'without-allow',
  title: 'leaves Allow out of a 405',
  breaks: ['method-not-allowed-missing'],
  rewrite: changing('method_not_allowed', (reply) => withoutHeader(reply, 'Allow')),
};

export const anyMethod: Mutant = {
  id: 'any-method',
  title: 'answers a method that a path does not have 200',
  breaks: ['method-not-allowed-missing'],
  rewrite: changing('method_not_allowed', (reply) => ({ ...reply, status: 200 })),
};
