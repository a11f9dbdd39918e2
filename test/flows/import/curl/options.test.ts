import { expect, test } from 'vitest';
import type { Exchange } from '../../../../src/flows/contract.ts';
import { importCurl } from '../../../../src/flows/import/index.ts';

const imported = (text: string) => importCurl(text, { hasAccount: false });

const FORM = 'application/x-www-form-urlencoded';

/** Everything after `curl localhost/`, and the step without its id and its default Accept. */
const steps: readonly (readonly [options: string, step: Omit<Exchange, 'id' | 'path'> & { readonly path?: string }])[] =
  [
    ['-X PATCH', { method: 'PATCH' }],
    ['-XDELETE', { method: 'DELETE' }],
    ['--request options', { method: 'OPTIONS' }],
    ['-I', { method: 'HEAD' }],
    ['--head -X GET', { method: 'GET' }],
    ['-sSLkvi --compressed --http2 -4', { method: 'GET' }],
    ['-o out.json -w "%{http_code}" --max-time 5 --retry 2 -m3 -c jar --cacert ca.pem', { method: 'GET' }],
    ['--no-progress-meter --no-compressed --no-keepalive -N', { method: 'GET' }],
    ['-soout.json', { method: 'GET' }],
    ['-d a=1', { method: 'POST', body: { form: { a: '1' } } }],
    ['-da=1 -d b=2 --data c=3', { method: 'POST', body: { form: { a: '1', b: '2', c: '3' } } }],
    ["-d ''", { method: 'POST', body: { text: '', type: FORM } }],
    ["-d 'a=1&a=2'", { method: 'POST', body: { text: 'a=1&a=2', type: FORM } }],
    ["-d 'a=x y'", { method: 'POST', body: { text: 'a=x y', type: FORM } }],
    ["-d '<q>tea</q>' -H 'Content-Type: text/xml'", { method: 'POST', body: { text: '<q>tea</q>', type: 'text/xml' } }],
    ['--data-raw @handle', { method: 'POST', body: { text: '@handle', type: FORM } }],
    ["--data-urlencode 'a=x y&z'", { method: 'POST', body: { form: { a: 'x y&z' } } }],
    ["--data-urlencode '=x y'", { method: 'POST', body: { text: 'x+y', type: FORM } }],
    ["--data-urlencode 'x y'", { method: 'POST', body: { text: 'x+y', type: FORM } }],
    ['--json \'{"a":1}\'', { method: 'POST', headers: { accept: 'application/json' }, body: { json: { a: 1 } } }],
    [
      '--json \'{"a":\' --json 1}',
      { method: 'POST', headers: { accept: 'application/json' }, body: { json: { a: 1 } } },
    ],
    ['-H \'Content-Type: application/json\' -d \'{"b":1,"a":2}\'', { method: 'POST', body: { json: { b: 1, a: 2 } } }],
    [
      "-H 'Content-Type: application/json' -d '{\"a\":1e3}'",
      { method: 'POST', body: { text: '{"a":1e3}', type: 'application/json' } },
    ],
    [
      '-H \'Content-Type: application/json\' -d \'{"2":0,"1":0}\'',
      { method: 'POST', body: { text: '{"2":0,"1":0}', type: 'application/json' } },
    ],
    ['-F a=1 -F "b= x;y "', { method: 'POST', body: { multipart: { a: '1', b: ' x;y ' } } }],
    ['--form-string a=@x', { method: 'POST', body: { multipart: { a: '@x' } } }],
    [
      '-F "a=1;filename=a.csv;type=text/csv"',
      { method: 'POST', body: { multipart: { a: { filename: 'a.csv', type: 'text/csv', content: '1' } } } },
    ],
    ['-G -d a=1 -d "b=2"', { method: 'GET', path: '/?a=1&b=2' }],
    ['-G --data-urlencode "q=x y"', { method: 'GET', path: '/?q=x+y' }],
    ['--url-query "q=x y" --url-query +z=%20', { method: 'GET', path: '/?q=x+y&z=%20' }],
    ["-H 'X-A: 1' -H 'x-a: 2'", { method: 'GET', headers: { 'x-a': '1, 2' } }],
    ["-H 'X-A;'", { method: 'GET', headers: { 'x-a': '' } }],
    ["-H 'Accept:' -H 'User-Agent:'", { method: 'GET' }],
    ["-H 'Accept: text/csv'", { method: 'GET', headers: { accept: 'text/csv' } }],
    [
      '-A me/1 -e http://localhost/a',
      { method: 'GET', headers: { 'user-agent': 'me/1', referer: 'http://localhost/a' } },
    ],
    ['-r 0-99', { method: 'GET', headers: { range: 'bytes=0-99' } }],
    ["-H 'Idempotency-Key: 1'", { method: 'GET', headers: { 'idempotency-key': '{{uuid}}' } }],
    ['-u ada:pw', { method: 'GET', headers: { authorization: '{{env.CURL_AUTHORIZATION}}' } }],
    ['--oauth2-bearer abc', { method: 'GET', headers: { authorization: '{{env.CURL_AUTHORIZATION}}' } }],
    ['-b a=1 -b b=2', { method: 'GET', headers: { cookie: '{{env.CURL_COOKIE}}' } }],
  ];

test.each(steps)('curl localhost/ %s', (options, { path = '/', headers = {}, ...step }) => {
  const [flow] = imported(`curl localhost/ ${options}`).flows;
  expect(flow?.steps).toEqual([
    { id: step.method.toLowerCase(), path, headers: { accept: '*/*', ...headers }, ...step },
  ]);
});

test.each([
  ['-u ada:pw', 'Basic YWRhOnB3'],
  ['-u ada:', 'Basic YWRhOg=='],
  ["-u ada:pw -H 'Authorization: Bearer written'", 'Bearer written'],
  ['--oauth2-bearer abc', 'Bearer abc'],
])('the authorization of %s is %s', (options, value) =>
  expect(imported(`curl localhost ${options}`).secrets).toEqual({ CURL_AUTHORIZATION: value }),
);

test.each([
  ['localhost', 'http://localhost', '/'],
  ['localhost:3000', 'http://localhost:3000', '/'],
  ['LOCALHOST:80/A', 'http://localhost', '/A'],
  ["'http://[::1]:3000/a'", 'http://[::1]:3000', '/a'],
  ["'http://localhost/a b/ü?x={y}|z#f'", 'http://localhost', '/a%20b/%C3%BC?x=%7By%7D%7Cz'],
  ['https://localhost?a', 'https://localhost', '/?a'],
  ["'http://localhost/{{id}}'", 'http://localhost', '/%7B%7Bid%7D%7D'],
])('the URL %s is %s and %s', (url, origin, path) => {
  const { flows, ...rest } = imported(`curl ${url}`);
  expect({ origin: rest.origin, path: flows[0]?.steps[0]?.path }).toEqual({ origin, path });
});

test.each([
  ["-H 'Host: shop.test'", ['The header host was left out: the client sends the host of the URL.']],
  ["-H 'Host: localhost' -H 'Connection: close' -H 'Accept-Encoding: br'", []],
  ['-x http://proxy.test:8080', ['The option -x was left out: whyslow connects directly.']],
  ['-H nonsense', ['A header without a colon was left out, as curl does.']],
])('curl localhost %s has the notes %s', (options, notes) =>
  expect(imported(`curl localhost ${options}`).notes).toEqual(notes),
);

test.each([
  ['the same name twice', '-F a=1 -F a=2', ['name="a"\r\n\r\n1\r\n', 'name="a"\r\n\r\n2\r\n']],
  ['a type without a file name', "-F 'a={};type=application/json'", ['content-type: application/json\r\n\r\n{}\r\n']],
])('a multipart form with %s is a text', (_what, options, parts) => {
  const body = imported(`curl localhost ${options}`).flows[0]?.steps[0]?.body;
  expect(body).toMatchObject({ type: expect.stringMatching(/^multipart\/form-data; boundary=whyslow-/) as unknown });
  for (const part of parts) expect(JSON.stringify(body)).toContain(JSON.stringify(part).slice(1, -1));
});

test.each([
  ['"Bearer $TOKEN"', 'Bearer {{env.TOKEN}}'],
  ['"Bearer ${TOKEN}"', 'Bearer {{env.TOKEN}}'],
  ["'Bearer $TOKEN'", '{{env.CURL_AUTHORIZATION}}'],
  ['"Bearer a$TOKEN"', '{{env.CURL_AUTHORIZATION}}{{env.TOKEN}}'],
  ['"Bearer \\$TOKEN"', '{{env.CURL_AUTHORIZATION}}'],
])('the shell word %s becomes %s', (word, value) =>
  expect(imported(`curl localhost -H "Authorization: "${word}`).flows[0]?.steps[0]?.headers).toEqual({
    accept: '*/*',
    authorization: value,
  }),
);

test.each([
  ['a short path', 'curl localhost/api/orders', 'get-api-orders'],
  ['no path', 'curl localhost', 'get'],
  ['other signs', 'curl localhost/API/v1.2/Ünïts_x/', 'get-api-v1-2-n-ts-x'],
  ['a long path', `curl localhost/${'segment/'.repeat(20)}`, 'get-segment-segment-segment-segment'],
  ['a long word', `curl localhost/${'a'.repeat(100)}`, 'get'],
  ['a JWT in the path', 'curl localhost/reset/eyJhbGciOi.eyJzdWIi.c2ln', 'get-reset'],
])('the id for %s', (_what, text, id) => expect(imported(text).flows[0]?.id).toBe(id));
