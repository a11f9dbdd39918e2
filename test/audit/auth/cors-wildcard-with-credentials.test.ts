import { expect, test } from 'vitest';
import { corsWildcardWithCredentials } from '../../../src/audit/auth/cors-wildcard-with-credentials.ts';
import type { AuthResponses, ForeignRead } from '../../../src/model/auth-responses.ts';
import { at } from '../literals.ts';
import { cookie, responses } from './auth-responses.ts';

const read = (over: Partial<ForeignRead> = {}): ForeignRead => ({
  what: 'read',
  origin: 'another site',
  status: 200,
  allowOrigin: 'none',
  allowsCredentials: false,
  ...over,
});
const open = read({ allowOrigin: 'same', allowsCredentials: true });

const check = (foreignReads: AuthResponses['foreignReads'], cookies: AuthResponses['cookies'] = []) =>
  corsWildcardWithCredentials.check({ 'auth-responses': responses({ foreignReads, cookies }) }, at());

test.each([
  ['no allowed origin', [read()], 'pass'],
  ['every origin without credentials', [read({ allowOrigin: 'any' })], 'pass'],
  ['a repeated origin without credentials', [read({ allowOrigin: 'same' })], 'pass'],
  ['an origin of a list, with credentials', [read({ allowOrigin: 'another', allowsCredentials: true })], 'pass'],
  ['credentials without an origin', [read({ allowsCredentials: true })], 'pass'],
  ['a repeated origin with credentials', [open], 'fail'],
  ['the origin null with credentials', [read(), { ...open, origin: 'null' }], 'fail'],
  ['such a preflight', [{ ...open, what: 'preflight' }, read()], 'fail'],
  ['every origin with credentials', [{ ...open, allowOrigin: 'any' }], 'fail'],
  ['only 5xx', [read({ status: 500 })], 'inconclusive'],
  ['no protected route', [], 'not-applicable'],
] as const)('%s', (_what, reads, outcome) => expect(check(reads).outcome).toBe(outcome));

test.each([
  ['a cookie holds a token', open, [cookie()], 'high'],
  ['no cookie holds one', open, [], 'low'],
  ['browsers refuse the pair', { ...open, allowOrigin: 'any' }, [cookie()], 'low'],
] as const)('where %s the severity follows', (_what, foreign, cookies, severity) =>
  expect(check([foreign], cookies)).toMatchObject({ severity }),
);
