import { expect, test } from 'vitest';
import type { Exchange } from '../../../../src/flows/contract.ts';
import { importHttpFile } from '../../../../src/flows/import/index.ts';
import { ToolError } from '../../../../src/model/error.ts';

const options = { hasAccount: false, includeWrites: true, env: { name: 'tea', HOST: 'http://localhost:7000' } };

const imported = (text: string) => importHttpFile(text, options);

/** The last step of the first flow. */
const stepOf = (text: string): Exchange | undefined => imported(text).flows[0]?.steps.at(-1);

test.each<[line: string, method: string, path: string, origin: string | null]>([
  ['GET http://localhost/a', 'GET', '/a', 'http://localhost'],
  ['get http://localhost/a', 'GET', '/a', 'http://localhost'],
  ['http://localhost/a HTTP/1.1', 'GET', '/a', 'http://localhost'],
  ['DELETE http://localhost/a HTTP/2 (Prior Knowledge)', 'DELETE', '/a', 'http://localhost'],
  ['GET localhost:81/a', 'GET', '/a', 'http://localhost:81'],
  ['localhost/a?b=c d', 'GET', '/a?b=c%20d', 'http://localhost'],
  ['GET /a', 'GET', '/a', null],
  ['GET /a\nHost: localhost:82', 'GET', '/a', 'http://localhost:82'],
  ['GET {{unknown}}/a', 'GET', '/a', null],
  ['GET {{scheme}}://{{unknown}}:{{port}}/a', 'GET', '/a', null],
  ['GET https://{{unknown}}/a', 'GET', '/a', null],
  ['GET {{$dotenv HOST}}/a', 'GET', '/a', 'http://localhost:7000'],
  ['GET {{$processEnv OTHER}}/a', 'GET', '/a', null],
  ['GET http://localhost/{{name}}?q={{name}}', 'GET', '/tea?q=tea', 'http://localhost'],
  ['GET http://localhost/{{ $random.uuid }}', 'GET', '/{{uuid}}', 'http://localhost'],
  ['GET http://localhost/{not}/{{{x', 'GET', '/%7Bnot%7D/%7B%7B%7Bx', 'http://localhost'],
  ['GET http://localhost/a\n    /b\n    ?c=1\n    &d=2', 'GET', '/a/b?c=1&d=2', 'http://localhost'],
])('%j is %s %s', (line, method, path, origin) => {
  expect(stepOf(line)).toMatchObject({ method, path });
  expect(imported(line).origin).toBe(origin);
});

test.each<[what: string, lines: string, step: object]>([
  [
    'a user in the URL',
    'GET http://ada:hunter2@localhost/',
    { headers: { authorization: '{{env.HTTP_AUTHORIZATION}}' } },
  ],
  ['comments between headers', 'GET /a\nX-A: 1\n# no\n// no\nX-B: 2', { headers: { 'x-a': '1', 'x-b': '2' } }],
  ['a comment in place of a body', 'GET /a\n\n# no body\n', { method: 'GET' }],
  ['a text body', 'POST /a\n\nhello', { body: { text: 'hello', type: 'text/plain' } }],
  ['JSON without a type', 'POST /a\n\n{"a": 1}', { body: { text: '{"a": 1}', type: 'application/json' } }],
  ['compact JSON', 'POST /a\nContent-Type: application/json\n\n{"a":1}', { body: { json: { a: 1 } } }],
  [
    'lines of Windows',
    'POST /a\r\nX-A: 1\r\n\r\none\r\ntwo\r\n',
    { headers: { 'x-a': '1' }, body: { text: 'one\ntwo' } },
  ],
  ['a variable that names another', '@a = {{b}}x\n@b = y\nGET /{{a}}', { path: '/yx' }],
  [
    'a secret in the base of a URL',
    '@apiKey = hunter2\n@base = localhost/{{apiKey}}\nGET {{base}}/x',
    { path: '/{{env.HTTP_APIKEY}}/x' },
  ],
  ['a variable after its use', 'GET /{{a}}\n###\n@a = z', { path: '/z' }],
  ['braces that are no variable', 'POST /a\n\n{{ }', { body: { text: '{{{{ }' } }],
  [
    'a Basic pair with a colon',
    'GET /a\nAuthorization: Basic ada:pw',
    { headers: { authorization: '{{env.HTTP_AUTHORIZATION}}' } },
  ],
])('%s', (_what, lines, step) => expect(stepOf(lines)).toMatchObject(step));

test.each([
  ['a form without its last part', 'POST /a\nContent-Type: multipart/form-data; boundary=X\n\n--X\nhello'],
  ['a comment in place of a body', 'POST /a\n\n// no body'],
])('%s has no form', (_what, text) => expect(JSON.stringify(stepOf(text)?.body ?? {})).not.toContain('multipart"'));

test.each([
  ['$.token', 'json:token'],
  ['token', 'json:token'],
  ["$['data'].items[0].id", 'json:data.items.0.id'],
  ['$["a b"]', 'json:a b'],
])('{{a.response.body.%s}} is captured as %s', (path, place) => {
  const { flows } = imported(`# @name a\nGET /a\n###\nGET /b?x={{a.response.body.${path}}}`);
  expect(Object.values(flows[1]?.steps[0]?.capture ?? {})).toEqual([place]);
});

test.each([
  ['the whole body', 'GET /b?x={{a.response.body.*}}'],
  ['a filter', 'GET /b?x={{a.response.body.$..id}}'],
  ['a request that is not there', 'GET /b?x={{z.response.body.$.id}}'],
  ['its own response', '# @name b\nGET /b?x={{b.response.body.$.id}}'],
  ['a variable without a value', 'GET /b?x={{nothing}}'],
  ['variables in a circle', '@p = {{q}}\n@q = {{p}}\nGET /b?x={{p}}'],
  ['a variable of another system', 'GET /b?x={{$aadToken}}'],
  ['digest', 'GET /b\nAuthorization: Digest ada pw'],
  ['Basic with a variable of the environment', 'GET /b\nAuthorization: Basic ada {{$dotenv PW}}'],
  ['a line that is no header', 'GET /b\nnonsense'],
  ['a header that HTTP cannot carry', 'GET /b\nX-A: ☃'],
  ['a file in a form', 'POST /b\n\n--X\n\n< ./a.png\n--X--'],
  ['a method that is not sent', 'PURGE /b'],
  ['curl', 'curl http://localhost/b'],
])('a request with %s is left out, and the others stay', (_what, request) => {
  const { flows, notes } = imported(`# @name a\nGET /a\n###\n${request}`);
  expect(flows.map(({ id }) => id)).toEqual(['get-a']);
  expect(notes).toHaveLength(1);
});

test('requests that one needs are sent in the order of the file', () => {
  const { flows } = imported(
    '# @name a\nGET /a\n###\n# @name b\nGET /b\n###\nGET /c?x={{a.response.body.x}}\nX-B: {{b.response.body.x}}',
  );
  expect(flows[2]?.steps.map(({ id }) => id)).toEqual(['a', 'b', 'get-c']);
});

test('requests that need each other are left out', () => {
  const { flows, notes } = imported(
    'GET /c\n###\n# @name a\nGET /a?x={{b.response.body.x}}\n###\n# @name b\nGET /b?x={{a.response.body.x}}',
  );
  expect(flows.map(({ id }) => id)).toEqual(['get-c']);
  expect(notes).toEqual([
    'Requests that need the response of a request that was left out were left out: 2 (a in line 4, b in line 7).',
  ]);
});

test('a request is left out with the request that it needs', () => {
  const { notes } = imported('GET /c\n###\n# @name a\nPOST /a\n\n< ./a.json\n###\nGET /b?x={{a.response.body.$.id}}');
  expect(notes).toEqual([
    'Requests that send a file were left out: 1 (a in line 4).',
    'Requests that need the response of a request that was left out were left out: 1 (line 8).',
  ]);
});

test.each([
  ['an empty file', '', 'has no request'],
  ['comments only', '# hello\n### there\n@a = 1', 'has no request'],
  ['requests that are all left out', 'PURGE /a', 'No request of the .http file can be measured'],
])('%s is an error', (_what, text, message) => {
  const attempt = () => imported(text);
  expect(attempt).toThrow(ToolError);
  expect(attempt).toThrow(message);
});
