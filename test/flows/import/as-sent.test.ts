import { expect, test } from 'vitest';
import { compileFlow } from '../../../src/flows/compile.ts';
import { importCurl, importHttpFile } from '../../../src/flows/import/index.ts';
import type { Imported } from '../../../src/flows/import/contract.ts';
import { begin, buildRequest, emptySession } from '../../../src/flows/interpreter.ts';

/** The first request as it is sent, with the secrets in the environment. */
function sent({ flows, secrets }: Imported): object {
  const steps = flows.map(compileFlow);
  const [flow] = steps;
  const [step] = flow?.steps ?? [];
  if (flow === undefined || step === undefined) throw new Error('no flow');
  const names = { username: '', password: '', origin: '', client: { id: '', secret: '' }, env: secrets, bind: {} };
  const built = buildRequest(step, begin(flow, emptySession, names, { n: 1, uuid: 'u', nowMs: 0 }));
  return built.ok ? built.request : built;
}

const curl = (options: string): object =>
  sent(importCurl(`curl 'http://localhost/a' ${options}`, { hasAccount: false }));
const typed = (type: string, body: string): object => curl(`-H 'Content-Type: ${type}' -d '${body}'`);
const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';

test.each([
  ['{"a":"{{x}}","password":"{{env.HOME}} {{"}', JSON_TYPE],
  [String.raw`{"a":"\"\\ \u0001","token":"\"\\\n\u2028 ü"}`, JSON_TYPE],
  [String.raw`{ "token" : "\"\\\n\u00fc{{" , "otp" : 1234.50 }`, JSON_TYPE],
  ['{"otp":12345678901234567890,"pin":-0.0}', JSON_TYPE],
  ['{"a":1e5,"a":2}', JSON_TYPE],
  ['{"__proto__":{"token":"x"},"constructor":null}', JSON_TYPE],
  ['"token"', JSON_TYPE],
  ['{"password":"x",}', JSON_TYPE],
  ['a=1&password=p%2Fq+r%C3%BC', FORM],
  ['a=%7B%7Bx%7D%7D&b=%2f&token=%2f', FORM],
  ['password={{x}}&a={{y}}', FORM],
  ['a={{x}} b', 'text/plain'],
  ['<password>{{x}}</password>', 'text/xml'],
])('the body %s of %s is sent as it is written', (body, type) =>
  expect(typed(type, body)).toMatchObject({ body, headers: { 'content-type': type } }),
);

test.each([
  ['/a?token=a%2Fb&q=%7B%7B', '/a?token=a%2Fb&q=%7B%7B'],
  ['/a?token=a+b', '/a?token=a%20b'],
  ['/a?token=%zz', '/a?token=%25zz'],
  ['/a?q={{x}}', '/a?q=%7B%7Bx%7D%7D'],
  ['/a?api_key', '/a?api_key'],
  ['/verify/eyJhbGciOi.eyJzdWIi.c2ln?x', '/verify/eyJhbGciOi.eyJzdWIi.c2ln?x'],
])('the target %s is sent as %s', (target, path) =>
  expect(sent(importCurl(`curl 'http://localhost${target}'`, { hasAccount: false }))).toMatchObject({ path }),
);

test.each([
  ['X-Api-Key: {{x}} "ü"', { 'x-api-key': '{{x}} "ü"' }],
  ['X-Plain: {{x}} {{{{', { 'x-plain': '{{x}} {{{{' }],
  ['Cookie: a=1; b={{x}}', { cookie: 'a=1; b={{x}}' }],
])('the header %s is sent as it is written', (header, headers) =>
  expect(curl(`-H '${header}'`)).toMatchObject({ headers }),
);

test('slots and secrets of an .http file are filled in together', () => {
  const text =
    '@token = a"b\nPOST /a?x={{token}}\nX-Key: k-{{$guid}}\n\n{"n": {{$timestamp}}, "password": "p{{$uuid}}"}';
  const options = { hasAccount: false, includeWrites: true, env: {} };
  expect(sent(importHttpFile(text, options))).toMatchObject({
    path: '/a?x=a%22b',
    headers: { 'x-key': 'k-u' },
    body: '{"n": 1, "password": "pu"}',
  });
});
