import { expect, test } from 'vitest';
import { redirectChain } from '../../../src/audit/http/redirect-chain.ts';
import type { Addresses, AddressVisits } from '../../../src/model/evidence.ts';
import type { Redirects } from '../../../src/model/redirects.ts';
import { addressesOf, answering, at, loopback, refused, runserver } from '../literals.ts';
import { redirecting } from './responses.ts';

const hop = (ms: number, place = '/a/') => ({ status: 301, place, ms });
const chainOf = (over: Partial<Redirects> & Pick<Redirects, 'hops'>): Redirects => ({
  ends: 'answer',
  answer: { status: 200, ms: 4 },
  ...over,
});

const check = (
  redirects: Redirects | undefined,
  { row = redirecting('/a/'), addresses = loopback([row]) }: { row?: AddressVisits; addresses?: Addresses } = {},
) => redirectChain.check({ addresses, ...(redirects === undefined ? {} : { redirects }) }, at());

test.each([
  ['one quick redirect', [1], 'note'],
  ['two quick redirects', [1, 1], 'note'],
  ['three quick redirects', [1, 1, 1], 'fail'],
  ['one redirect at the threshold', [100], 'note'],
  ['one redirect above it', [100.1], 'fail'],
  ['two that are above it together', [60, 60], 'fail'],
])('%s', (_what, times, outcome) => expect(check(chainOf({ hops: times.map((ms) => hop(ms)) })).outcome).toBe(outcome));

test('the finding has the price, each hop, and the URL that needs none', () =>
  expect(check(chainOf({ hops: [hop(70), hop(80, '/b/')] }))).toMatchObject({
    outcome: 'fail',
    severity: 'medium',
    costMs: 150,
    summary: '2 redirects of GET / cost 150 ms; the answer after them takes 4.0 ms.',
    facts: [
      { text: '301 to /a/ after 70 ms' },
      { text: '301 to /b/ after 80 ms' },
      { text: 'answer 200 after 4.0 ms' },
    ],
    advice: [{ command: 'http://localhost:8000/b/', where: 'client', savesMs: 150 }, { where: 'server' }],
  }));

test('a second is severe', () => expect(check(chainOf({ hops: [hop(1_000)] }))).toMatchObject({ severity: 'high' }));

test('a slow answer behind a quick redirect is named', () =>
  expect(check(chainOf({ hops: [hop(1)], answer: { status: 200, ms: 300 } }))).toMatchObject({
    outcome: 'note',
    summary: expect.stringContaining('the answer itself takes 300 ms, and was not examined.'),
    advice: [{ do: expect.stringContaining('diagnose'), command: 'http://localhost:8000/a/' }],
  }));

test('a redirect to https is another finding', () =>
  expect(
    check(chainOf({ hops: [hop(300, 'https://localhost:8443/')], ends: 'elsewhere', answer: null }), {
      row: redirecting('https://localhost:8443/'),
    }).outcome,
  ).toBe('not-applicable'));

test.each([
  ['a circle', chainOf({ hops: [hop(300), hop(300)], ends: 'circle', answer: null }), 'note', 'without cookies'],
  [
    'a chain that goes on',
    chainOf({ hops: Array(5).fill(hop(1)), ends: 'too-many', answer: null }),
    'fail',
    'no answer has come',
  ],
  [
    'a redirect to another machine',
    chainOf({ hops: [hop(1, 'https://example.com/')], ends: 'elsewhere', answer: null }),
    'note',
    'another origin, which was not asked',
  ],
])('%s', (_what, redirects, outcome, text) =>
  expect(check(redirects)).toMatchObject({ outcome, summary: expect.stringContaining(text) }),
);

const lateLocalhost = addressesOf({
  '127.0.0.1': [redirecting('http://localhost:8000/')],
  localhost: [refused('::1', 2_000), answering('127.0.0.1')],
});

test.each([
  ['is part of the price', 'http://localhost:8000/', { outcome: 'fail', costMs: 2_001.3 }],
  ['is none where the port is another', 'http://localhost:9000/', { outcome: 'note' }],
  ['is none where the name was not examined', 'http://shop.localhost:8000/', { outcome: 'note' }],
])('the way to another name of the server %s', (_what, place, expected) =>
  expect(
    redirectChain.check(
      { addresses: lateLocalhost, redirects: chainOf({ hops: [hop(1, place)], ends: 'elsewhere', answer: null }) },
      at('127.0.0.1'),
    ),
  ).toMatchObject(expected),
);

test.each([
  ['a URL without a redirect', undefined, answering('127.0.0.1'), 'not-applicable'],
  ['a URL whose body was not modified', undefined, redirecting('/a/', { location: null }), 'not-applicable'],
  ['a redirect that was not followed', undefined, redirecting('/a/'), 'inconclusive'],
  ['a server that does not answer', undefined, refused('127.0.0.1'), 'not-applicable'],
])('%s', (_what, redirects, row, outcome) => expect(check(redirects, { row }).outcome).toBe(outcome));

test('a known server gets its own line', () =>
  expect(
    redirectChain.check(
      { addresses: loopback([redirecting('/a/')]), redirects: chainOf({ hops: [hop(200)] }), listeners: runserver },
      at(),
    ),
  ).toMatchObject({ advice: [{ where: 'client' }, { do: expect.stringContaining('urls.py') }] }));
