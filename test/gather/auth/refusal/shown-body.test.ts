import { expect, test } from 'vitest';
import { shownBody } from '../../../../src/gather/auth/refusal/shown-body.ts';
import { cpuMs } from '../../../cpu-time.ts';

const shown = (body: string, password = 'hunter2') => shownBody(body, [password]);

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2VjcmV0';

test.each([
  ['{"detail":"No active account found"}', '{"detail":"No active account found"}'],
  ['{\n  "error": "bad",\n  "code": 4\n}', '{"error":"bad","code":4}'],
  ['Invalid credentials\nsecond line', 'Invalid credentials'],
  ['\n\n  first  of\tall \r\nrest', 'first of all'],
  ['<!doctype html>\n<html><title>\n Log in | Shop </title><h1>x</h1>', 'Log in | Shop'],
  ['<h1 class="a">Forbidden</h1>', 'Forbidden'],
  ['a\u001b[31mred\u0007\u202e', 'a\ufffd[31mred\ufffd\ufffd'],
  ['word '.repeat(60), `${'word '.repeat(24).trimEnd()}…`],
])('the first line of %j is %j', (body, line) => expect(shown(body)).toBe(line));

test.each([
  ['nothing', ''],
  ['spaces', ' \n\t'],
  ['a page without a title', '<div>hunter2</div>'],
])('%s has no line', (_what, body) => expect(shown(body)).toBeNull());

test.each([
  ['as it is', 'password hunter2 is wrong', 'hunter2'],
  ['in other case', 'HUNTER2 is wrong', 'hunter2'],
  ['in JSON', JSON.stringify({ got: 'a"b\\c\n' }), 'a"b\\c\n'],
  ['with escapes', '{"got":"\\u0068unter2"}', 'hunter2'],
  ['with escapes in a text', 'got p\\u00e4ssw\\u00f6rd', 'pässwörd'],
  ['in a form', 'got password=a+b%26c%21', 'a b&c!'],
  ['in a URL', 'got a%20b%26c!', 'a b&c!'],
  ['in HTML', '<title>a&lt;b&amp;c is wrong</title>', 'a<b&c'],
  ['with quotes in HTML', '<title>it&#x27;s &quot;x&quot;</title>', 'it\'s "x"'],
  ['in base64', `got ${Buffer.from('hunter2').toString('base64')}`, 'hunter2'],
  ['over two lines', 'one\ntwo is wrong', 'one\ntwo'],
  ['many times', 'hunter2'.repeat(5_000), 'hunter2'],
  ['as an expression', 'got a.*b(c|d)[e]$', 'a.*b(c|d)[e]$'],
])('the password %s is masked', (_how, body, password) => {
  const line = shown(body, password);
  expect(line).toContain('***');
  expect(line?.toLowerCase()).not.toContain(password.toLowerCase());
});

test.each([
  ['a short password leaves the line out where it has it', 'no way', 'no', null],
  ['a short password leaves other lines', 'bad login', 'xyz', 'bad login'],
  ['an empty password masks nothing', 'bad login', '', 'bad login'],
  ['a password in words of another case leaves the line out', 'NO way', 'no', null],
])('%s', (_what, body, password, line) => expect(shown(body, password)).toBe(line));

test.each([
  ['a JWT', `{"a":"${JWT}"}`],
  ['the value of a key that is a token', '{"access":"s3cr3t","refreshToken": "s3cr3t"}'],
  ['an opaque token', 'session 9f86d081884c7d659a2feaa0c55ad015 ended'],
  ['a token of a provider', 'ghp_c2VjcmV0MDEyMzQ1'],
  ['an authorization', 'got Authorization: Basic YWRhOnNlY3JldA=='],
  ['a cookie', 'Set-Cookie: sid=s3cr3t; Path=/'],
  ['a query', 'see /login?ticket=s3cr3t'],
  ['a token at the end of what is read', `${'a '.repeat(990)}${JWT}`],
])('%s is masked', (_what, body) => expect(shown(body) ?? '').not.toMatch(/eyJ|s3cr3t|9f86|c2Vj|YWRh/));

test.each([
  ['a megabyte of one line', `{"a":"${'x1'.repeat(500_000)}"}`],
  ['a megabyte of the password', 'hunter2'.repeat(150_000)],
  ['a page of tags', '<title '.repeat(150_000)],
  ['spaces', ' '.repeat(1_000_000)],
  ['quotes', '"'.repeat(1_000_000)],
])('%s is read in bounded time', (_what, body) => {
  const startMs = cpuMs();
  expect((shown(body) ?? '').length).toBeLessThanOrEqual(121);
  expect(cpuMs() - startMs).toBeLessThan(2_000);
});
