import { expect, test } from 'vitest';
import { claimsOf, sensitiveClaims, shownName } from '../../../../src/gather/auth/responses/sensitive.ts';

test.each([
  ['an e-mail address', { email: 'ada@example.org' }, ['email: e-mail address']],
  ['an e-mail address as the id', { sub: 'ada@example.org' }, ['sub: e-mail address']],
  ['a nested one', { user: { mail: 'ada@example.org' } }, ['user.mail: e-mail address']],
  ['several in a list', { mails: ['a@example.org', 'b@example.org'] }, ['mails: e-mail address']],
  ['a bcrypt hash', { pw: `$2b$12$${'a'.repeat(53)}` }, ['pw: password hash']],
  ['a hash of Django', { p: 'pbkdf2_sha256$600000$salt$aGFzaA==' }, ['p: password hash']],
  ['a password by its name', { user: { password: 'hunter2' } }, ['user.password: password']],
  ['a key of a provider', { x: 'ghp_abcdefghijklmnop' }, ['x: secret or key']],
  ['a URL with a password', { db: 'postgres://app:pw@db/app' }, ['db: secret or key']],
  ['a secret by its name', { totpSecret: 'JBSWY3DP' }, ['totpSecret: secret or key']],
  ['a card with a right check digit', { card: '4111 1111 1111 1111' }, ['card: payment card']],
  ['a number called card', { cardNumber: 4_111_111_111_111_111 }, ['cardNumber: payment card']],
  ['a social security number', { n: '078-05-1120' }, ['n: social security number']],
  ['an address as an object', { address: { street_address: 'Way 1' } }, ['address: postal address']],
  ['a date of birth', { birthdate: '1990-01-01' }, ['birthdate: date of birth']],
  ['a phone number', { phone_number: '+1 555 0100 22' }, ['phone_number: phone number']],
  ['a path of the server', { f: '/home/app/data' }, ['f: internal path or address']],
])('%s is found by its claim', (_what, claims, found) =>
  expect(sensitiveClaims(claims).map(({ claim, data }) => `${claim}: ${data}`)).toEqual(found),
);

test.each([
  ['registered claims', { iss: 'https://a', sub: '7', aud: 'api', exp: 1, nbf: 1, iat: 1, jti: 'b1f6' }],
  ['an issuer that is an e-mail address', { iss: 'robot@project.iam.example.com' }],
  ['a card with a wrong check digit', { card: '4111 1111 1111 1112' }],
  ['a long number that is no card', { user_id: 4_111_111_111_111_111 }],
  ['flags and empty values', { email_verified: true, email: '', phone: null, password: false }],
  ['a token of no secret form', { session_id: 'b1f6', sid: 'x', nonce: 'y', token_type: 'access' }],
  ['roles and scopes', { scope: 'read:email', roles: ['admin'], permissions: { password: { change: true } } }],
])('%s are not found', (_what, claims) => expect(sensitiveClaims(claims)).toEqual([]));

test.each([
  ['https://hasura.io/jwt/claims', 'https://hasura.io/jwt/claims'],
  ['ada@example.org', '(unusual name)'],
  ['078051120', '(unusual name)'],
  ['id4111111', '(unusual name)'],
  ['a'.repeat(80), '(unusual name)'],
])('the name %s is shown as %s', (name, shown) => expect(shownName(name)).toBe(shown));

test('a hostile payload is walked in bounds', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(50)}{"email":"a@example.org"}${'}'.repeat(50)}`) as Record<string, unknown>;
  expect(sensitiveClaims(deep)).toEqual([]);
  const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n % 10}_${n}`, 'a@example.org']));
  expect(sensitiveClaims(wide).length).toBeLessThanOrEqual(300);
});

const part = (text: string): string => Buffer.from(text).toString('base64url');

test.each([
  ['an opaque token', 'b1f6'],
  ['two parts', `a.${part('{}')}`],
  ['a payload that is no JSON', `a.${part('x')}.c`],
  ['a payload that is a list', `a.${part('[]')}.c`],
])('%s has no claims', (_what, token) => expect(claimsOf(token)).toBeNull());
