import { expect, test } from 'vitest';
import {
  hasSecretForm,
  maskedText,
  maskedUrl,
  queryValuesOf,
  withoutValues,
  withTexts,
} from '../../src/model/secrets.ts';
import { cpuMs } from '../cpu-time.ts';

test.each([
  ['http://localhost:8000/?token=SECRET&page=2', 'http://localhost:8000/?token=***&page=***'],
  ['localhost:8000/api?token=SECRET', 'localhost:8000/api?token=***'],
  ['/api/?token=SECRET', '/api/?token=***'],
  ['http://localhost:8000/#SECRET', 'http://localhost:8000/#***'],
  ['http://localhost:8000/?a=1#SECRET', 'http://localhost:8000/?a=***#***'],
  ['http://localhost:8000/?SECRET', 'http://localhost:8000/?***'],
  ['http://localhost:8000/?SECRET&a=b=c', 'http://localhost:8000/?***&a=***'],
  ['http://localhost:8000/?U0VDUkVU==', 'http://localhost:8000/?***'],
  ['http://localhost:8000/?debug=', 'http://localhost:8000/?debug=***'],
  ['http://ada:SECRET@localhost/x', 'http://***@localhost/x'],
  ['http://ada@localhost/x', 'http://***@localhost/x'],
  ['postgres://ada:SEC/RET@db/x', 'postgres://***@db/x'],
  ['redis://:SEC@RET#SECRET@cache:6379', 'redis://***@cache:6379'],
  ['http://localhost:8000/@scope/package@2', 'http://localhost:8000/@scope/package@2'],
  ['http://[::1]:8000/a@b', 'http://[::1]:8000/a@b'],
  ['http://localhost:8000/reset/eyJhbGciOi.eyJzdWIi.SECRET', 'http://localhost:8000/reset/***'],
  ["http://localhost:8000/?q=it's SECRET", 'http://localhost:8000/?q=***'],
])('%s is written as %s', (url, shown) => {
  expect(maskedUrl(url)).toBe(shown);
  expect(maskedUrl(shown)).toBe(shown);
});

test.each([
  [
    'Max retries exceeded with url: /?token=SECRET (Caused by x)',
    'Max retries exceeded with url: /?token=*** (Caused by x)',
  ],
  ['GET http://u:SECRET@h/p?a=SECRET, twice.', 'GET http://***@h/p?a=*** twice.'],
  ['"me:SECRET@localhost:99999" is not a URL', '"***@localhost:99999" is not a URL'],
  ['Cookie: sid=SECRET; theme=dark', 'Cookie: ***'],
  ['set-cookie: sid=SECRET; Path=/', 'set-cookie: ***'],
  ['Authorization: Basic U0VDUkVU', 'Authorization: ***'],
  ['authorization: SECRET', 'authorization: ***'],
  ['sent Bearer SECRET to it', 'sent Bearer *** to it'],
  ['ghp_SECRET0123', '***'],
  ['a gho_SECRET b github_pat_SECRET c', 'a *** b *** c'],
  ['glpat-SECRET-x xoxb-1-SECRET sk-proj-1SECRET AKIASECRETSECRET', '*** *** *** ***'],
  ['sk_live_SECRET npm_SECRETSECRETSECRETSECRET', '*** ***'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.SECRET', '***'],
  ['password=SECRET', 'password=***'],
  ['Host=db;Password=SECRET;Port=5', 'Host=db;Password=***'],
  ['DB_PASSWORD=SECRET npm start', 'DB_PASSWORD=*** npm start'],
  ['{"password":"SECRET phrase","a":1}', '{"password":"***","a":1}'],
  ["{'api_key': 'SECRET'}", '{\'api_key\': "***"}'],
  ['password: SECRET1', 'password: ***'],
  ['curl --token SECRET --auth "Bearer SECRET" x', 'curl --token *** --auth *** x'],
  ['key=SECRETSECRETSECRET', 'key=***'],
  ['-----BEGIN RSA PRIVATE KEY-----\nSECRET\n-----END RSA PRIVATE KEY-----\nrest', '***\nrest'],
  ['-----BEGIN PRIVATE KEY-----\nSECRET', '***'],
  ['DB_PASSWORD={SECRET and token=trueSECRET', 'DB_PASSWORD=*** and token=***'],
])('%j is written as %j', (text, shown) => {
  expect(maskedText(text)).toBe(shown);
  expect(maskedText(shown)).toBe(shown);
  expect(shown).not.toContain('SECRET');
});

test.each([
  'Bearer tokens are opaque; a bearer of news',
  'Check --user and WHYSLOW_PASSWORD.',
  'WHYSLOW_PASSWORD=… whyslow run http://localhost:8000 --user user1',
  'whyslow run --password-file secrets.txt',
  "error: unknown option '--password'",
  'refresh token: rotation works',
  'the key=value pairs of a header',
  'docker image shop@sha256',
  'see https://example.org/a/b.html.',
  'http.get(url, { hints: 0 }, …)',
  'listen 127.0.0.1:8000; listen [::1]:8000;',
  'fe80::1%eth0 and ::ffff:127.0.0.1',
  "SIMPLE_JWT = {'ROTATE_REFRESH_TOKENS': True, 'BLACKLIST_AFTER_ROTATION': True}",
  'kcadm.sh update realms/REALM -s revokeRefreshToken=true -s refreshTokenMaxReuse=0',
])('nothing is masked in "%s"', (text) => expect(maskedText(text)).toBe(text));

test('all strings of a value are mapped, and unchanged parts stay the same object', () => {
  const kept = { n: [1, 2], text: 'plain' };
  const value = { kept, list: ['a', { deep: 'ghp_SECRET' }], ghp_SECRET: null };
  const masked = withTexts(value, maskedText);
  expect(masked).toEqual({ kept, list: ['a', { deep: '***' }], '***': null });
  expect(masked.kept).toBe(kept);
  expect(withTexts(kept, maskedText)).toBe(kept);
});

test('query values are returned encoded and decoded, except those too short to be a secret', () => {
  const values = queryValuesOf('/x?token=SEC%20RET&page=2&bare-SECRET');
  expect(values).toEqual(['SEC%20RET', 'SEC RET', 'bare-SECRET', 'bare-SECRET']);
  expect(withoutValues('you sent "SEC RET" or SEC%20RET', values)).toBe('you sent "***" or ***');
  expect(queryValuesOf('/x')).toEqual([]);
  expect(queryValuesOf('/x?a=%E0%A4%A')).toEqual(['%E0%A4%A', '%E0%A4%A']);
});

test('masking a long server text takes linear time', () => {
  const hostile = ['a-', 'a:', '?a', 'password', ' --', 'http://', 'Cookie: ', '-----BEGIN PRIVATE KEY-----', 'a.b@'];
  const startMs = cpuMs();
  for (const part of hostile) maskedText(part.repeat(Math.ceil(65_536 / part.length)));
  expect(cpuMs() - startMs).toBeLessThan(5_000);
});

test.each([
  ['-----BEGIN RSA PRIVATE KEY-----\nabc', true],
  ['prefix ghp_0123456789', true],
  ['eyJhbGciOi.eyJzdWIi.c2ln', true],
  ['Bearer of news', false],
  ['text/html;q=0.9', false],
  ['http://localhost/?page=2', false],
])('"%s" has the form of a secret: %s', (text, expected) => {
  expect(hasSecretForm(text)).toBe(expected);
  expect(hasSecretForm(text)).toBe(expected);
});
