import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileFlow } from '../../../../src/flows/compile.ts';
import type { Exchange } from '../../../../src/flows/contract.ts';
import { type HarOptions, importHar } from '../../../../src/flows/import/index.ts';

const read = (name: string): string => readFileSync(new URL(`${name}.har`, import.meta.url), 'utf8');

const imported = (name: string, over: Partial<HarOptions> = {}) =>
  importHar(read(name), { hasAccount: true, includeWrites: false, origin: null, ...over });

const ok = { status: [200], json: true };
const chromeHeaders = { 'accept-language': 'en-US,en;q=0.9' };
const axios = { accept: 'application/json, text/plain, */*', ...chromeHeaders };
const fetched = { accept: '*/*', ...chromeHeaders };
const firefoxHeaders = { 'accept-language': 'en-US,en;q=0.5' };

const chromeReads: readonly Exchange[] = [
  { id: 'get-api-me', method: 'GET', path: '/api/me', headers: axios, expect: ok },
  {
    id: 'get-api-items',
    method: 'GET',
    path: '/api/items?page=1&sort=-name',
    headers: { ...fetched, 'x-tenant': 'blue' },
    expect: ok,
  },
  { id: 'get-api-new', method: 'GET', path: '/api/new?page=1', headers: fetched, expect: ok },
];

const chromeWrites: readonly Exchange[] = [
  {
    id: 'post-api-items',
    method: 'POST',
    path: '/api/items',
    headers: { ...axios, origin: '{{origin}}' },
    body: { json: { name: 'tea {{{{x}}', size: 2 } },
    expect: { status: [201], json: true },
  },
  {
    id: 'post-api-search',
    method: 'POST',
    path: '/api/search',
    headers: {
      ...axios,
      'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
      origin: '{{origin}}',
    },
    body: { form: { q: 'green tea', page: '1' } },
    expect: ok,
  },
];

const flow = (steps: readonly Exchange[]) => ({
  id: 'har',
  title: `${steps.length} requests of a HAR file`,
  noun: 'a visit',
  needs: 'session',
  steps,
});

test('Chrome: the requests of scripts to the API, in their order, without credentials', () => {
  expect(imported('chrome')).toEqual({
    flows: [flow(chromeReads)],
    origin: 'http://localhost:3000',
    secrets: {},
    notes: [
      'Requests for pages, static files and other types than XHR and fetch were left out: 4.',
      'Requests of WebSockets were left out: 1.',
      'Requests of CORS preflights were left out: 3.',
      'Requests of event streams, which do not end, were left out: 1.',
      'Requests to other origins were left out: 1.',
      'Requests that were redirected were left out: 1 (GET /api/old?page=***).',
      'Requests with a 4xx or 5xx response were left out: 1 (GET /api/missing).',
      'Requests that were aborted or had no response were left out: 1 (GET /api/suggest?q=***).',
      'Requests that may change data, which --include-writes keeps, were left out: 5 (POST /auth/login, POST /api/items, POST /api/search, …).',
      'Requests that carry a password, a token or a key in the URL or body were left out: 1 (GET /api/reports?api_key=***).',
      'Recorded headers were left out, since the session of the account replaces them: authorization, cookie.',
    ],
  });
});

test('Chrome, with writes: sign-in, refresh and an upload without its bytes are left out', () => {
  const { flows, notes } = imported('chrome', { includeWrites: true });
  expect(flows).toEqual([flow([...chromeReads, ...chromeWrites])]);
  expect(notes.slice(8)).toEqual([
    'Requests that carry a password, a token or a key in the URL or body were left out: 3 (POST /auth/login, POST /auth/refresh, GET /api/reports?api_key=***).',
    'Requests whose body is not in the file, or is no text, were left out: 1 (POST /api/upload).',
    'Recorded headers were left out, since the session of the account replaces them: authorization, cookie.',
  ]);
});

test('Firefox: requests of scripts are known by Sec-Fetch-Dest, and by JSON without it', () => {
  const { flows, origin, notes } = imported('firefox', { includeWrites: true });
  expect(origin).toBe('http://localhost:8000');
  expect(flows).toEqual([
    flow([
      {
        id: 'get-api-products',
        method: 'GET',
        path: '/api/products/?in_stock=true',
        headers: { ...firefoxHeaders, accept: 'application/json' },
        expect: ok,
      },
      {
        id: 'get-api-cart',
        method: 'GET',
        path: '/api/cart/',
        headers: { ...firefoxHeaders, accept: '*/*', 'x-requested-with': 'XMLHttpRequest' },
        expect: ok,
      },
      {
        id: 'patch-api-cart',
        method: 'PATCH',
        path: '/api/cart/',
        headers: { ...firefoxHeaders, accept: '*/*', origin: '{{origin}}' },
        body: { text: '{"items": [1, 2]}', type: 'application/json' },
        expect: ok,
      },
      {
        id: 'get-api-config-json',
        method: 'GET',
        path: '/api/config.json',
        headers: { ...firefoxHeaders, accept: '*/*' },
        expect: ok,
      },
    ]),
  ]);
  expect(notes.slice(-2)).toEqual([
    'Recorded headers were left out, since the session of the account replaces them: cookie.',
    'Recorded headers were left out, since they may hold a secret: x-csrftoken.',
  ]);
});

test('the origin of the options is kept in place of the one with most requests', () => {
  expect(() => imported('chrome', { origin: 'https://stats.example.test' })).toThrow(/No request to https:\/\/stats/);
  expect(
    imported('chrome', { origin: 'https://stats.example.test', includeWrites: true }).flows[0]?.steps,
  ).toMatchObject([{ method: 'POST', path: '/collect' }]);
});

test.each(['chrome', 'firefox'])('%s: the flow compiles, and holds no secret', (name) => {
  const { flows, notes } = imported(name, { includeWrites: true });
  for (const each of flows) expect(() => compileFlow(each)).not.toThrow();
  expect(JSON.stringify({ flows, notes })).not.toContain('hunter2');
});

test.each([
  ['chrome', 'GET /api/me was recorded with credentials (authorization, cookie)'],
  ['firefox', 'GET /api/cart/ was recorded with credentials (cookie)'],
])('%s without an account: the error names the request and --user', (name, message) => {
  const attempt = () => imported(name, { hasAccount: false });
  expect(attempt).toThrow(message);
  expect(attempt).toThrow(/Add --user NAME, .* or leave such requests out/);
  expect(attempt).not.toThrow(/hunter2/);
});
