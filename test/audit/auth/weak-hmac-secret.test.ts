import { expect, test } from 'vitest';
import { weakHmacSecret } from '../../../src/audit/auth/weak-hmac-secret.ts';
import type { Forgeries } from '../../../src/model/forgeries.ts';
import { at } from '../literals.ts';
import { forgeries } from './forgery-promises.ts';

const check = (over: Partial<Forgeries>) => weakHmacSecret.check({ forgeries: forgeries(over) }, at());

test.each([
  ['a secret of the list', { famousSecretCharacters: 19 }, 'fail'],
  ['an empty secret', { famousSecretCharacters: 0 }, 'fail'],
  ['a secret that is not in the list', {}, 'pass'],
  ['a private key', { algorithm: 'RS256' }, 'not-applicable'],
  ['an opaque token', { token: 'opaque', algorithm: null }, 'not-applicable'],
  ['no token', { token: 'none', algorithm: null }, 'not-applicable'],
] as const)('%s', (_what, over, outcome) => expect(check(over).outcome).toBe(outcome));

test('the report states the length of the secret and never the secret', () =>
  expect(check({ famousSecretCharacters: 6 })).toMatchObject({
    severity: 'high',
    summary: expect.stringContaining('a published secret of 6 characters (HS256)'),
  }));
