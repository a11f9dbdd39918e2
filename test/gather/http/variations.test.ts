import { gzipSync } from 'node:zlib';
import type { RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import type { GatherContext } from '../../../src/gather/context.ts';
import { gatherEncodings } from '../../../src/gather/http/encodings.ts';
import { gatherPayload, sizeParameter } from '../../../src/gather/http/payload.ts';
import { gatherPreflight } from '../../../src/gather/http/preflight.ts';
import { gatherRedirects } from '../../../src/gather/http/redirects.ts';
import { besides, gatherRouteVariants } from '../../../src/gather/http/route-variants.ts';
import type { Addresses } from '../../../src/model/evidence.ts';
import type { Outcome } from '../../../src/model/outcome.ts';
import { receiving, redirecting, responseWith } from '../../audit/http/responses.ts';
import { addressesOf, answeringAfter, refused } from '../../audit/literals.ts';
import { contextFor, serveHttp } from '../real-servers.ts';

type Gather<T> = (context: GatherContext, addresses: Addresses) => Promise<Outcome<T> | null>;

/** The result of one gatherer at a server of our own, and the requests that the server received. */
async function on<T>(gather: Gather<T>, addresses: Addresses, path: string, listener: RequestListener) {
  const asked: string[] = [];
  const port = await serveHttp((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    listener(request, response);
  });
  const context = contextFor(port);
  const outcome = await gather({ ...context, target: { ...context.target, path } }, addresses);
  return { asked, port, outcome, value: outcome?.ok === true ? outcome.value : null };
}

const seen = (row = answeringAfter(2)): Addresses => addressesOf({ '127.0.0.1': [row] });
const slow = seen(answeringAfter(150));

test('above three seconds no variation is sent', async () => {
  const { asked, outcome } = await on(gatherPreflight, seen(answeringAfter(3_100)), '/', (_request, response) =>
    response.end(),
  );
  expect(outcome).toMatchObject({ ok: false, code: 'too-slow' });
  expect(asked).toEqual([]);
});

test('without an address that answered nothing is gathered', async () => {
  const { outcome } = await on(gatherPreflight, seen(refused('127.0.0.1')), '/', (_request, response) =>
    response.end(),
  );
  expect(outcome).toMatchObject({ ok: false, code: 'no-answer' });
});

const hops: Readonly<Record<string, string>> = { '/': '/a?token=secret1', '/a': 'b/', '/b/': '/end' };

test('redirects of the own origin are followed three times with GET, each with its time, and no query is kept', async () => {
  const { asked, value } = await on(gatherRedirects, seen(redirecting('/a')), '/', (request, response) => {
    const to = hops[request.url?.split('?')[0] ?? ''];
    response.writeHead(to === undefined ? 200 : 302, to === undefined ? {} : { location: to }).end();
  });
  expect(value).toMatchObject({
    hops: [{ status: 302, place: '/a' }, { place: 'b/' }, { place: '/end' }],
    ends: 'answer',
    answer: { status: 200 },
  });
  expect(asked.slice(0, 4)).toEqual(['GET /', 'GET /a?token=secret1', 'GET /b/', 'GET /end']);
  expect(asked).toHaveLength(12);
  expect(JSON.stringify(value)).not.toContain('secret1');
});

test.each([
  ['another host', 'http://example.com/a', 'elsewhere', 1],
  ['another port', 'http://127.0.0.1:1/', 'elsewhere', 1],
  ['another name of this machine', 'http://localhost/', 'elsewhere', 1],
  ['another scheme', 'ftp://127.0.0.1/', 'elsewhere', 1],
  ['what is no URL', 'http://[', 'elsewhere', 1],
  ['itself', '/', 'circle', 1],
  ['ever deeper paths', 'x/', 'too-many', 5],
])('a redirect to %s is not followed further', async (_what, location, ends, count) => {
  const { value } = await on(gatherRedirects, seen(redirecting(location)), '/', (_request, response) =>
    response.writeHead(301, { location }).end(),
  );
  expect(value).toMatchObject({ ends, answer: null });
  expect(value?.hops).toHaveLength(count);
});

test('a URL without a redirect is not asked again', async () => {
  const { asked, outcome } = await on(gatherRedirects, seen(), '/', (_request, response) => response.end());
  expect([asked, outcome]).toEqual([[], null]);
});

test.each([
  ['for every origin', { 'access-control-allow-origin': '*', 'access-control-max-age': '60' }, true, 60],
  ['for that origin', { 'access-control-allow-origin': 'http://localhost:3000' }, true, null],
  ['for another origin', { 'access-control-allow-origin': 'http://localhost:5173' }, false, null],
  ['without a number of seconds', { 'access-control-allow-origin': '*', 'access-control-max-age': 'long' }, true, null],
])('a preflight is asked for three times, and reads a permission %s', async (_what, headers, allows, maxAgeS) => {
  const { asked, value } = await on(gatherPreflight, seen(), '/api?key=abcd', (_request, response) =>
    response.writeHead(204, headers).end(),
  );
  expect(value).toMatchObject({ origin: 'http://localhost:3000', status: 204, allows, maxAgeS });
  expect(asked).toEqual(Array(3).fill('OPTIONS /api?key=abcd'));
});

test('a server that does not answer OPTIONS is no evidence', async () => {
  const { outcome } = await on(gatherPreflight, seen(), '/', (request) => request.socket.destroy());
  expect(outcome).toMatchObject({ ok: false, code: 'no-answer' });
});

test.each([
  ['/', '/whyslow-no-such-path/none'],
  ['/api/items?limit=4', '/api/whyslow-no-such-path/none'],
  ['/api/items/?a=b/c', '/api/items/whyslow-no-such-path/none'],
])('beside %s lies %s', (path, expected) => expect(besides(path)).toBe(expected));

test('a quick server is asked for no other path', async () => {
  const { asked, outcome } = await on(gatherRouteVariants, seen(), '/', (_request, response) => response.end());
  expect([asked, outcome]).toEqual([[], null]);
});

test('a quick answer to a path that does not exist is enough', async () => {
  const { asked, value } = await on(gatherRouteVariants, slow, '/', (_request, response) =>
    response.writeHead(404).end(),
  );
  expect(asked).toEqual(['GET /whyslow-no-such-path/none']);
  expect(value).toMatchObject({ target: [], missing: [{}], missingStatus: 404 });
});

test('a slow one is compared with the URL in turn, and the first does not count', async () => {
  const { asked, value } = await on(gatherRouteVariants, slow, '/', (request, response) => {
    setTimeout(() => response.writeHead(request.url === '/' ? 200 : 404).end(), 110);
  });
  expect(asked.slice(0, 3)).toEqual(['GET /whyslow-no-such-path/none', 'GET /', 'GET /whyslow-no-such-path/none']);
  expect(value?.missing).toHaveLength(value?.target.length ?? 0);
  expect(value?.missing[0]?.firstByteMs).toBeGreaterThan(100);
});

test('where answers take more than half a second, each path is asked for as little as possible', async () => {
  const { asked } = await on(gatherRouteVariants, seen(answeringAfter(600)), '/', (_request, response) => {
    setTimeout(() => response.writeHead(404).end(), 110);
  });
  expect(asked).toEqual(Array(2).fill('GET /whyslow-no-such-path/none'));
});

test.each([
  ['/items?limit=80', 'limit', '/items?limit=1', '/items?limit=40'],
  [
    '/items?q=a%20b&page_size=25&page=2',
    'page_size',
    '/items?q=a%20b&page_size=1&page=2',
    '/items?q=a%20b&page_size=12&page=2',
  ],
  ['/items?perPage=9', 'perPage', '/items?perPage=1', '/items?perPage=4'],
])('the size parameter of %s is %s', (path, name, one, half) => {
  const found = sizeParameter(path);
  expect([found?.name, found?.pathWith('one'), found?.pathWith('half'), found?.pathWith('given')]).toEqual([
    name,
    one,
    half,
    path,
  ]);
});

test.each([
  '/items',
  '/items?page=80',
  '/items?limit=3',
  '/items?limit=all',
  '/items?limit=',
  '/limit=80',
  '/?offset=80',
  '/?limit=-80',
])('%s has no size parameter', (path) => expect(sizeParameter(path)).toBeNull());

test('the size is varied, and its values are not kept', async () => {
  const { asked, value } = await on(gatherPayload, slow, '/?limit=8123', (request, response) =>
    response.end('x'.repeat(Number(request.url?.split('=')[1]))),
  );
  expect(asked.slice(0, 3)).toEqual(['GET /?limit=1', 'GET /?limit=4061', 'GET /?limit=8123']);
  expect(value?.sizes).toMatchObject([
    { size: 'one', status: 200, bytes: 1, visits: [{}, {}, {}] },
    { size: 'half', bytes: 4_061 },
    { size: 'given', bytes: 8_123 },
  ]);
});

test.each([
  ['a URL without a size', slow, '/?page=8'],
  ['a quick URL', seen(), '/?limit=80'],
])('%s is not varied', async (_what, addresses, path) => {
  const { asked, outcome } = await on(gatherPayload, addresses, path, (_request, response) => response.end());
  expect([asked, outcome]).toEqual([[], null]);
});

const long = seen(receiving(responseWith({ bodyBytes: 10_000 })));
const text = 'a line of the body\n'.repeat(1_000);

test('each encoding is asked for three times, with its bytes and what was sent', async () => {
  const { asked, value } = await on(gatherEncodings, long, '/', ({ headers }, response) => {
    if (headers['if-none-match'] === '"v1"') return response.writeHead(304).end();
    response.setHeader('etag', '"v1"');
    if (headers['accept-encoding'] === 'identity') return response.end(text);
    return response.setHeader('content-encoding', 'gzip').end(gzipSync(text));
  });
  expect(value).toMatchObject({
    answers: [
      { asked: 'identity', sent: null, bytes: text.length, visits: [{}, {}, {}], unfinishedMs: null },
      { asked: 'gzip', sent: 'gzip', bytes: gzipSync(text).length },
      { asked: 'gzip, deflate, br', sent: 'gzip' },
    ],
    revalidation: 'not-modified',
  });
  expect(asked).toHaveLength(10);
});

test('an encoding that repeats a value of the query is masked', async () => {
  const { value } = await on(gatherEncodings, long, '/?key=abcdef', (_request, response) =>
    response.setHeader('content-encoding', 'abcdef').end(text),
  );
  expect(value?.answers.map(({ sent }) => sent)).toEqual(['***', '***', '***']);
});

test.each([
  ['has none', {}, 'no-validator'],
  ['is ignored', { 'last-modified': 'Sun, 29 Nov 2026 21:00:00 GMT' }, 'whole-again'],
])('a validator that %s', async (_what, headers, revalidation) => {
  const { value } = await on(gatherEncodings, long, '/', (_request, response) =>
    response.writeHead(200, headers).end(text),
  );
  expect(value?.revalidation).toBe(revalidation);
});

test('a compression that does not end is given up, and not asked for again', async () => {
  const { asked, value } = await on(gatherEncodings, long, '/', ({ headers }, response) => {
    if (headers['accept-encoding'] === 'identity') response.end(text);
  });
  expect(value?.answers.map(({ unfinishedMs }) => unfinishedMs)).toEqual([null, 1_500, 1_500]);
  expect(asked.filter((each) => each === 'GET /')).toHaveLength(3);
});

test.each([
  ['a short body', seen(receiving(responseWith({ bodyBytes: 8_191 })))],
  ['a body that did not end', seen(receiving(responseWith({ bodyBytes: 10_000 }), { body: 'unfinished' }))],
])('%s is not compared', async (_what, addresses) => {
  const { asked, outcome } = await on(gatherEncodings, addresses, '/', (_request, response) => response.end());
  expect([asked, outcome]).toEqual([[], null]);
});
