import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlLine } from '../../../../src/gather/auth/shown/curl-line.ts';
import { partsOf, type Secret } from '../../../../src/gather/auth/shown/parts.ts';
import { shellWord } from '../../../../src/gather/auth/shown/shell-word.ts';
import type { HttpRequest } from '../../../../src/model/http.ts';

const TOKEN = 'token-of-a-session';
const secrets: readonly Secret[] = [
  { variable: 'TOKEN', value: TOKEN },
  { variable: 'PASSWORD', value: 'p&"w' },
];

test.each<[string, Partial<HttpRequest>, string]>([
  ['a GET', { headers: { authorization: `Bearer ${TOKEN}` } }, `curl -i http://h/a -H "authorization: Bearer $TOKEN"`],
  ['a method without a body', { method: 'OPTIONS' }, 'curl -i -X OPTIONS http://h/a'],
  ['a query', { path: `/a?t=${TOKEN}&x=1` }, 'curl -i "http://h/a?t=$TOKEN&x=1"'],
  ['brackets of a path', { path: '/a?b[]=1' }, `curl -i --globoff 'http://h/a?b[]=1'`],
  ['an empty header', { headers: { 'x-a': '' } }, `curl -i http://h/a -H 'x-a;'`],
  ['JSON', { method: 'POST', body: `{"t":"${TOKEN}"}` }, `curl -i http://h/a --data-raw '{"t":"'"$TOKEN"'"}'`],
  [
    'a secret escaped for JSON',
    { method: 'PUT', body: String.raw`{"p":"p&\"w"}` },
    `curl -i -X PUT http://h/a --data-raw '{"p":"'"$PASSWORD"'"}'`,
  ],
  ['a quote in a body', { method: 'POST', body: `it's` }, String.raw`curl -i http://h/a --data-raw 'it'\''s'`],
  [
    'a form, whose variable curl encodes',
    { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b%20c&p=p%26%22w' },
    `curl -i http://h/a -H 'content-type: application/x-www-form-urlencoded' --data-raw a=b%20c --data-urlencode "p=$PASSWORD"`,
  ],
])('%s becomes a command', (_what, request, line) =>
  expect(curlLine('http://h', { method: 'GET', path: '/a', headers: {}, body: null, ...request }, secrets)).toBe(line),
);

test.each([
  ['a whole field', '{"pin":"1234"}', ['{"pin":"', { variable: 'PIN' }, '"}']],
  ['a part of a longer text', '{"time":"12345"}', ['{"time":"12345"}']],
])('a short secret is replaced where it is %s', (_where, text, parts) =>
  expect(partsOf(text, [{ variable: 'PIN', value: '1234' }])).toEqual(parts),
);

test('of two secrets the longer one is replaced whole', () =>
  expect(
    partsOf('abcdefgh-ijklmnop', [
      { variable: 'A', value: 'abcdefgh' },
      { variable: 'B', value: 'abcdefgh-ijklmnop' },
    ]),
  ).toEqual([{ variable: 'B' }]));

test.each(['a b', `it's "quoted"`, '$HOME `id` $(id) \\ !x', 'a\nb', '', "'", '"', '*?[a]', '~', '-x'])(
  'a shell reads the text %j beside a variable, and alone, as it was',
  (text) => {
    const words = [shellWord([text, { variable: 'V' }, text]), shellWord([text]), shellWord([{ variable: 'V' }, 'x'])];
    const shown = execFileSync('sh', ['-c', `printf '%s\\0' ${words.join(' ')}`], { env: { V: 'of "the" $user' } });
    expect(shown.toString().split('\0').slice(0, -1)).toEqual([
      `${text}of "the" $user${text}`,
      text,
      'of "the" $userx',
    ]);
  },
);
