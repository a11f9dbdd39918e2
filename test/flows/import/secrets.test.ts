import { expect, test } from 'vitest';
import { compileFlow } from '../../../src/flows/compile.ts';
import type { Imported } from '../../../src/flows/import/contract.ts';
import { importCurl, importHar, importHttpFile, importOpenApi } from '../../../src/flows/import/index.ts';
import { ToolError } from '../../../src/model/error.ts';
import { entry, har } from './har/literals.ts';

/** A JWT, a GitHub token and a Stripe key, none of them real. */
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLWhlcmU';
const GITHUB = 'ghp_0123456789abcdefghij';

const curl = (rest: string): Imported => importCurl(`curl 'http://localhost/a' ${rest}`, { hasAccount: false });
const json = (body: string): Imported => curl(`-H 'Content-Type: application/json' -d '${body}'`);
const http = (text: string): Imported =>
  importHttpFile(text, { hasAccount: false, includeWrites: true, env: { apiKey: 'hunter2' } });

/** Inputs that hold `hunter2`, a JWT or a token, each at another place. */
const inputs: Readonly<Record<string, () => Imported>> = {
  'an authorization header': () => curl("-H 'Authorization: Bearer hunter2'"),
  'a header in capitals': () => curl("-H 'AUTHORIZATION: hunter2'"),
  'a header repeated': () => curl("-H 'X-Api-Key: hunter2' -H 'X-Api-Key: hunter2b'"),
  'a token in a header without a telling name': () => curl(`-H 'X-Forwarded: ${GITHUB}'`),
  'a bearer in a header without a telling name': () => curl("-H 'X-Upstream: Bearer hunter2hunter2'"),
  'a referer with a token': () => curl("-e 'http://localhost/x?token=hunter2'"),
  'a cookie': () => curl("-b 'sid=hunter2; theme=dark'"),
  'a user and a password': () => curl('-u ada:hunter2'),
  'a password in the URL': () => importCurl('curl http://ada:hunter2@localhost/', { hasAccount: false }),
  'a password that repeats in the path': () =>
    importCurl('curl -u ada:hunter2-long http://localhost/hunter2-long/x', { hasAccount: false }),
  'a query value': () => importCurl("curl 'localhost/a?api_key=hunter2'", { hasAccount: false }),
  'a query value with an encoded name': () => importCurl("curl 'localhost/a?api%5Fkey=hunter2'", { hasAccount: false }),
  'a query name that is a token': () => importCurl(`curl 'localhost/a?${GITHUB}'`, { hasAccount: false }),
  'a URL in a query value': () =>
    importCurl("curl 'localhost/a?next=http%3A%2F%2Fx%2F%3Ftoken%3Dhunter2'", { hasAccount: false }),
  'a JWT in the path': () => importCurl(`curl localhost/verify/${JWT}/x`, { hasAccount: false }),
  'a JSON field': () => json('{"password":"hunter2"}'),
  'a JSON field with a suffix': () => json('{"new_password_confirmation":"hunter2","password2":"hunter2"}'),
  'fields below a secret one': () => json('{"credentials":{"user":"hunter2","list":[{"x":"hunter2"}]}}'),
  'a list of secrets': () => json('{"tokens":["hunter2","hunter2b"]}'),
  'a number': () => json('{"pin": "x", "otp":2222, "hunter":"hunter2 token: hunter2"}'),
  'an escaped JSON field': () => json(String.raw`{"pass\u0077ord":"hunter2"}`),
  'JSON with blanks': () => json('{ "a": { "secret" : "hunter2" } }'),
  'JSON with an error': () => json('{"password":"hunter2",}'),
  'JSON in a JSON text': () => json(String.raw`{"event":"{\"password\":\"hunter2\"}"}`),
  'a JSON key that is a token': () => json(`{"${GITHUB}":1}`),
  'a GraphQL query': () => json(String.raw`{"query":"mutation { login(password: \"hunter2\") { id } }"}`),
  'JSON sent as a form': () => curl(`-d '{"password":"hunter2"}'`),
  'a form': () => curl('-d user=ada -d password=hunter2'),
  'a form with a repeated name': () => curl("-d 'a=1&a=2&user[password]=hunter2'"),
  'a form without a structure': () => curl("-d 'password=hunter2 x y'"),
  XML: () => curl("-H 'Content-Type: text/xml' -d '<a><password>hunter2</password></a>'"),
  'a private key': () => curl("--data-raw '-----BEGIN PRIVATE KEY-----hunter2'"),
  'a part of a form': () => curl('-F token=hunter2'),
  'a part with a type': () => curl("-F 'token=hunter2;type=text/plain'"),
  'a part of an incomplete form': () =>
    curl(`-H 'Content-Type: multipart/form-data; boundary=X' -d $'--X\r\n\r\nname="password" hunter2'`),
  'a recording with a token in a header': () =>
    importHar(har(entry({ headers: { 'X-Auth-Token': 'hunter2' } })), {
      hasAccount: true,
      includeWrites: false,
      origin: null,
    }),
  'a recording with a password beside another request': () =>
    importHar(
      har(entry({}), entry({ url: '/login?password=hunter2' }), entry({ url: `/verify/${JWT}`, status: 500 })),
      {
        hasAccount: false,
        includeWrites: true,
        origin: null,
      },
    ),
  'a recording with a JWT in a failed path of another method': () =>
    importHar(har(entry({}), entry({ url: `/verify/${JWT}`, method: 'DELETE' })), {
      hasAccount: false,
      includeWrites: false,
      origin: null,
    }),
  'an example of a document': () =>
    importOpenApi(
      {
        openapi: '3.0.0',
        paths: {
          '/a': { get: { parameters: [{ name: 'api_key', in: 'query', required: true, example: 'hunter2' }] } },
        },
      },
      { hasAccount: false, includeWrites: false },
    ),
  'a variable of an .http file': () => http('@token = hunter2\nGET /a?x={{token}}\nX-Plain: {{token}}'),
  'a variable of the environment': () => http('GET /a/{{apiKey}}'),
  'a header of an .http file': () => http('GET /a\nAuthorization: Bearer hunter2'),
  'a Basic pair of an .http file': () => http('GET /a\nAuthorization: Basic ada hunter2'),
  'text beside a slot of a secret': () => http('GET /a\nCookie: a=hunter2-{{$guid}}; b=1'),
  'JSON with slots': () => http('POST /a\n\n{"id": {{$timestamp}}, "password": "hunter2"}'),
};

/** The secrets as they are written. */
const SECRET = /hunter2|2222|eyJ|ghp_|aHVudGVyMg/;

test.each(Object.entries(inputs))('%s is in the vault only', (_where, importer) => {
  const { flows, notes } = importer();
  expect(JSON.stringify({ flows, notes })).not.toMatch(SECRET);
  for (const flow of flows) expect(() => compileFlow(flow)).not.toThrow();
});

test.each<[where: string, importer: () => Imported]>([
  ['an option that is not known', () => curl('--token=hunter2')],
  ['a second word', () => curl('Bearer hunter2')],
  ['an open quote', () => curl("-H 'Authorization: Bearer hunter2")],
  ['a header that cannot be sent', () => curl("-H $'Authorization: hunter2\\n'hunter2")],
  ['a URL that cannot be read', () => importCurl('curl http://ada:hunter2@:/', { hasAccount: false })],
  ['a user without a password', () => curl('-u hunter2')],
  ['a file of cookies', () => curl('-b hunter2')],
  [
    'a recording with a credential',
    () =>
      importHar(
        har(
          entry({ url: `/verify/${JWT}?q=hunter2`, headers: { Authorization: 'hunter2' } }),
          entry({ url: '/b?x=hunter2', headers: { Cookie: 'a=hunter2' } }),
        ),
        {
          hasAccount: false,
          includeWrites: false,
          origin: null,
        },
      ),
  ],
  [
    'a recording that is not JSON',
    () => importHar('{"password":"hunter2"', { hasAccount: true, includeWrites: true, origin: null }),
  ],
  ['a request of an .http file', () => http(`PURGE http://ada:hunter2@localhost/${JWT}?token=hunter2`)],
])('an error about %s does not repeat it', (_where, importer) => {
  expect(importer).toThrow(ToolError);
  expect(importer).not.toThrow(SECRET);
});
