import { expect, test } from 'vitest';
import { responseParser, type Parsed } from '../../src/http/response-parser.ts';
import { requestText } from '../../src/http/request.ts';
import { whyUnsendable } from '../../src/http/unsendable.ts';

const LONGEST_BODY_BYTES = 100;

/** Feeds the same bytes at once and one by one, since the result must not depend on TCP segments. */
function read(text: string, pieceBytes: number, end: 'open' | 'hung-up' = 'open'): Parsed {
  const reader = responseParser(LONGEST_BODY_BYTES);
  const bytes = Buffer.from(text, 'utf8');
  let reading: Parsed = { state: 'more' };
  for (let at = 0; at < bytes.length && reading.state === 'more'; at += pieceBytes) {
    reading = reader.feed(bytes.subarray(at, at + pieceBytes));
  }
  return end === 'hung-up' && reading.state === 'more' ? reader.end() : reading;
}

const OK = 'HTTP/1.1 200 OK\r\n';

test.each([
  ['a length', `${OK}Content-Length: 5\r\n\r\nhello`, 'hello', true],
  ['the same length twice', `${OK}Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello`, 'hello', true],
  ['no body', 'HTTP/1.1 204 No Content\r\n\r\n', '', true],
  ['no reason phrase', 'HTTP/1.1 204\r\n\r\n', '', true],
  ['chunks', `${OK}Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;a=b\r\nlo\r\n0\r\n\r\n`, 'hello', true],
  ['a trailer', `${OK}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n`, 'hello', true],
  [
    'an interim response before it',
    `HTTP/1.1 103 Early Hints\r\nA: b\r\n\r\n${OK}Content-Length: 2\r\n\r\nhi`,
    'hi',
    true,
  ],
  ['two bytes for one letter', `${OK}Content-Length: 2\r\n\r\né`, 'é', true],
  ['the wish to close', `${OK}Connection: close\r\nContent-Length: 2\r\n\r\nhi`, 'hi', false],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi', 'hi', false],
  ['HTTP/1.0 that keeps on', 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi', 'hi', true],
])('a response with %s is parsed', (_what, text, body, reusable) => {
  for (const pieceBytes of [1, 7, 10_000]) {
    expect(read(text, pieceBytes)).toMatchObject({ state: 'whole', response: { body }, reusable });
  }
});

test('each Set-Cookie header is kept separately', () => {
  const cookies = ['a=1; Expires=Thu, 01 Jan 2037 00:00:00 GMT', 'b=2'];
  const reading = read(`${OK}${cookies.map((line) => `Set-Cookie: ${line}\r\n`).join('')}Content-Length: 0\r\n\r\n`, 7);
  expect(reading).toMatchObject({ state: 'whole', response: { setCookies: cookies } });
});

test.each([
  ['a second length', `${OK}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`],
  ['a length and chunks', `${OK}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
  ['a negative length', `${OK}Content-Length: -1\r\n\r\n`],
  ['a length with a sign', `${OK}Content-Length: +5\r\n\r\nhello`],
  ['a coding that was not requested', `${OK}Transfer-Encoding: gzip, chunked\r\n\r\n`],
  ['a chunk of nine digits', `${OK}Transfer-Encoding: chunked\r\n\r\n100000000\r\n`],
  ['a chunk without a size', `${OK}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
  ['a chunk that is longer than its size', `${OK}Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n`],
  ['a space before the colon', `${OK}A : b\r\n\r\n`],
  ['a folded header', `${OK}A: b\r\n c\r\n\r\n`],
  ['a line that is no header', `${OK}nonsense\r\n\r\n`],
  ['a control character', `${OK}A: b\u0001\r\n\r\n`],
  ['another protocol', 'HTTP/2 200\r\n\r\n'],
  ['a change of protocol', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
  ['a greeting', '220 mail.example ESMTP\r\n'],
  ['headers without end', `${OK}${'A: b\r\n'.repeat(12_000)}`],
  ['more headers than anyone needs', `${OK}${'A: b\r\n'.repeat(300)}\r\n`],
  ['trailers without end', `${OK}Transfer-Encoding: chunked\r\n\r\n0\r\n${'A: b\r\n'.repeat(12_000)}`],
])('%s is not a response', (_what, text) => expect(read(text, 10_000).state).toBe('broken'));

test('a body without a length ends with the connection, one with a length does not', () => {
  const head = OK + '\r\n';
  expect(read(`${head}hello`, 3, 'hung-up')).toMatchObject({
    state: 'whole',
    response: { body: 'hello' },
    reusable: false,
  });
  expect(read(`${OK}Content-Length: 9\r\n\r\nhello`, 3, 'hung-up').state).toBe('broken');
  expect(read(OK, 3, 'hung-up').state).toBe('broken');
});

test('only the beginning of a long body is kept, and bytes behind it end the connection', () => {
  const long = read(`${OK}Content-Length: 1000\r\n\r\n${'x'.repeat(1000)}`, 64);
  expect(long).toMatchObject({ state: 'whole', response: { body: 'x'.repeat(LONGEST_BODY_BYTES) } });
  expect(read(`${OK}Content-Length: 2\r\n\r\nhi${OK}`, 10_000)).toMatchObject({ state: 'whole', reusable: false });
});

test('a header may have the name of a method of Object.prototype', () =>
  expect(read(`${OK}__proto__: a\r\nconstructor: b\r\nContent-Length: 0\r\n\r\n`, 10_000)).toMatchObject({
    state: 'whole',
    response: { headers: { constructor: 'b' } },
  }));

test('a request is one text, its length counted in bytes', () =>
  expect(requestText({ method: 'POST', path: '/a', headers: { accept: 'x' }, body: 'é' }, 'h:1', true)).toBe(
    'POST /a HTTP/1.1\r\nhost: h:1\r\nconnection: close\r\naccept: x\r\ncontent-length: 2\r\n\r\né',
  ));

test.each([
  ['/a\r\nX: y', {}, 'the path contains a character that no request line can carry (U+000D)'],
  ['/a b', {}, 'the path contains a character that no request line can carry (U+0020)'],
  ['/☃', {}, 'the path contains a character that no request line can carry (U+2603)'],
  ['/a', { accept: 'x\r\nX: y' }, 'the accept header would contain a character that no HTTP header can carry (U+000D)'],
  [
    '/a',
    { cookie: 'a\u001b[0m' },
    'the cookie header would contain a character that no HTTP header can carry (U+001B)',
  ],
  ['/a', { cookie: '☃' }, 'the cookie header would contain a character that no HTTP header can carry (U+2603)'],
  ['/a', { cookie: '💥' }, 'the cookie header would contain a character that no HTTP header can carry (U+1F4A5)'],
  ['/a', { 'x\n': 'y' }, 'a header has a name that HTTP does not allow'],
])('%j with %j cannot be sent, and the message does not repeat it', (path, headers, because) =>
  expect(whyUnsendable({ method: 'GET', path, headers, body: null })).toBe(because),
);

test('a tab and bytes beyond ASCII can be sent', () =>
  expect(whyUnsendable({ method: 'GET', path: '/%E2%98%83?a=é', headers: { a: 'x\té' }, body: '☃\r\n' })).toBe(null));
