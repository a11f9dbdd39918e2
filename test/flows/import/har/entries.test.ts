import { expect, test } from 'vitest';
import { importHar } from '../../../../src/flows/import/index.ts';
import { ToolError } from '../../../../src/model/error.ts';
import { entry, type EntryLiteral, har } from './literals.ts';

const all = { hasAccount: true, includeWrites: true, origin: null };

/** The kept requests beside one that is always kept. */
const kept = (literal: EntryLiteral) =>
  importHar(har(entry({ url: '/always' }), entry(literal)), all).flows[0]?.steps.slice(1) ?? [];

test.each<[what: string, literal: EntryLiteral, count: number]>([
  ['an XHR of Chrome', { type: 'xhr' }, 1],
  ['an XHR of an older Chrome, in capitals', { type: 'XHR' }, 1],
  ['a script of Chrome with a JSON response', { type: 'script' }, 0],
  ['a ping of Chrome', { type: 'ping' }, 0],
  ['a request of Safari with a JSON response', { type: '' }, 1],
  ['a request of Safari with an HTML response', { type: '', mime: 'text/html' }, 0],
  ['a request of Safari that asks for JSON', { type: '', mime: '', headers: { Accept: 'application/json' } }, 1],
  ['a document of Firefox', { type: '', headers: { 'Sec-Fetch-Dest': 'document' } }, 0],
  ['a request of Firefox without JSON', { type: '', mime: 'text/csv', headers: { 'Sec-Fetch-Dest': 'empty' } }, 1],
  ['a media type with a suffix', { type: '', mime: 'application/problem+json; charset=utf-8' }, 1],
  ['a status of 204', { status: 204 }, 1],
  ['a status of 206', { status: 206 }, 1],
  ['a status of 304', { status: 304 }, 1],
  ['a status of 302', { status: 302 }, 0],
  ['a status of 500', { status: 500 }, 0],
  ['no response', { status: 0 }, 0],
  ['a data URL', { url: 'data:text/plain,a' }, 0],
  ['an extension', { url: 'chrome-extension://abc/a.json' }, 0],
  ['OPTIONS without a preflight', { method: 'OPTIONS' }, 1],
  ['a method that is not sent', { method: 'PROPFIND' }, 0],
  ['a key in the query', { url: '/a?apiKey=x' }, 0],
  ['a JWT in the path', { url: '/verify/eyJhbGciOi.eyJzdWIi.c2ln' }, 0],
  ['an OTP in the body', { method: 'POST', postData: { mimeType: 'application/json', text: '{"otp":123456}' } }, 0],
  ['a body that is not in the file', { method: 'POST', bodySize: 20 }, 0],
  ['a POST without a body', { method: 'POST' }, 1],
])('%s is kept %i times', (_what, literal, _count) => expect(kept(literal)).toHaveLength(_count));

test.each<[what: string, postData: object, body: object]>([
  ['base64 of a text', { mimeType: 'text/plain', text: 'w7w=', encoding: 'base64' }, { text: 'ü', type: 'text/plain' }],
  [
    'params without a text',
    { mimeType: 'application/x-www-form-urlencoded', params: [{ name: 'q', value: 'a b&c' }] },
    { form: { q: 'a b&c' } },
  ],
  [
    'a multipart form',
    {
      mimeType: 'multipart/form-data; boundary=X',
      text: '--X\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--X--\r\n',
    },
    { multipart: { a: '1' } },
  ],
])('%s is a body', (_what, postData, body) => expect(kept({ method: 'POST', postData })[0]?.body).toEqual(body));

test.each([
  ['base64 of bytes', { mimeType: 'application/octet-stream', text: '/9j/', encoding: 'base64' }],
  ['params of a file', { mimeType: 'multipart/form-data', params: [{ name: 'a', fileName: 'a.png' }] }],
  ['a multipart form without its end', { mimeType: 'multipart/form-data; boundary=X', text: '--X\r\n' }],
])('%s is left out', (_what, postData) => expect(kept({ method: 'POST', postData })).toEqual([]));

test.each([
  [204, 'application/json', { status: [204] }],
  [200, 'text/html', { status: [200] }],
  [304, 'application/json', { status: [200], json: true }],
])('status %i of %s expects %j', (status, mime, expected) =>
  expect(kept({ status, mime })[0]?.expect).toEqual(expected),
);

test('requests are in the order in which they began, and equal paths have numbers', () => {
  const at = (second: number): string => `2025-01-07T09:30:0${second}.000Z`;
  const text = har(
    entry({ url: '/b', startedDateTime: at(2) }),
    entry({ url: '/a', startedDateTime: at(1) }),
    entry({ url: '/b?x=1', startedDateTime: at(3) }),
  );
  expect(importHar(text, all).flows[0]?.steps.map(({ id }) => id)).toEqual(['get-a', 'get-b', 'get-b-2']);
});

test('a recording without credentials needs no account, and then no session', () =>
  expect(importHar(har(entry({})), { ...all, hasAccount: false }).flows[0]?.needs).toBe('nothing'));

test.each([
  ['no JSON', 'not json', 'is not JSON'],
  ['another document', '{"log":{}}', 'has no entries'],
  ['a list', '[]', 'has no entries'],
  ['an empty recording', har(), 'has no entries'],
  ['entries of another kind', har({}, [], 'x' as unknown as object), 'has no XHR or fetch request to a server'],
  ['static files only', har(entry({ type: 'script' })), 'has no XHR or fetch request to a server'],
  ['failed requests only', har(entry({ status: 500 })), 'No request to http://localhost:3000 is left'],
])('%s is an error', (_what, text, message) => {
  const attempt = () => importHar(text, all);
  expect(attempt).toThrow(ToolError);
  expect(attempt).toThrow(message);
});

test('an origin without requests is an error that names the others', () =>
  expect(() => importHar(har(entry({})), { ...all, origin: 'http://localhost:4000' })).toThrow(
    'has no XHR or fetch request to http://localhost:4000. It has requests to http://localhost:3000',
  ));
