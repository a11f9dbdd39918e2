import { expect, test } from 'vitest';
import { tokenTimes } from '../../src/model/auth.ts';
import { jwt } from '../suites/literals.ts';

test.each([
  ['iat and exp of a JWT', jwt({ iat: 100, exp: 1_000 }), { issuedAtS: 100, expiresAtS: 1_000 }],
  ['an opaque token', 'c2VjcmV0', null],
  ['an empty token', '', null],
  ['a payload that is no JSON', 'a.bm90IGpzb24.c', null],
  ['a payload that is null', `a.${Buffer.from('null').toString('base64url')}.c`, null],
  ['a payload that is a list', `a.${Buffer.from('[1]').toString('base64url')}.c`, null],
  ['a JWT without iat', jwt({ exp: 1_000 }), null],
  ['a JWT without exp', jwt({ iat: 100 }), null],
  ['times that are text', jwt({ iat: '100', exp: '1000' }), null],
  ['an encrypted JWT, whose second part is a key', 'a.b.c.d.e', null],
])('times of %s', (_what, token, times) => expect(tokenTimes(token)).toEqual(times));
