import { expect, test } from 'vitest';
import type { Subject } from '../../../src/audit/contract.ts';
import { httpsPortMismatch } from '../../../src/audit/network/https-port-mismatch.ts';
import type { AddressVisits, Listeners } from '../../../src/model/evidence.ts';
import { answering, at, loopback, refused, runserver, silent } from '../literals.ts';
import { redirecting } from '../http/responses.ts';

const check = (rows: readonly AddressVisits[], subject: Subject = at(), listeners?: Listeners) =>
  httpsPortMismatch.check({ addresses: loopback(rows), ...(listeners === undefined ? {} : { listeners }) }, subject);

const secureSubject: Subject = {
  ...at(),
  target: { ...at().target, scheme: 'https', url: 'https://localhost:8000/' },
};

test.each([
  ['http where the port speaks TLS', silent('127.0.0.1', { kind: 'speaks-tls' }), at(), 'https://localhost:8000/'],
  ['https where it speaks http', silent('127.0.0.1', { kind: 'speaks-http' }), secureSubject, 'http://localhost:8000/'],
])('%s: the right URL is the fix', (_what, row, subject, command) =>
  expect(check([refused('::1'), row], subject)).toMatchObject({
    outcome: 'fail',
    severity: 'high',
    costMs: null,
    advice: [{ command, where: 'client' }],
  }),
);

test.each([
  ['a port that speaks something else', [silent('127.0.0.1', { kind: 'no-tls' })], 'not-applicable'],
  ['a port that nothing listens on', [refused('127.0.0.1')], 'not-applicable'],
  [
    'an address that answers beside one that speaks TLS',
    [answering('127.0.0.1'), silent('::1', { kind: 'speaks-tls' })],
    'pass',
  ],
  ['an answer', [answering('127.0.0.1')], 'pass'],
  ['a redirect to another path', [redirecting('/a/')], 'pass'],
  ['a redirect to https of another machine', [redirecting('https://example.com/')], 'pass'],
  [
    'a redirect to https that only one address gives',
    [redirecting('https://localhost:8443/'), answering('::1')],
    'pass',
  ],
  ['a Location that is no URL', [redirecting('https://[/')], 'pass'],
])('%s', (_what, rows, outcome) => expect(check(rows).outcome).toBe(outcome));

test('https that answers cannot be wrong', () =>
  expect(check([answering('127.0.0.1')], secureSubject)).toMatchObject({
    outcome: 'not-applicable',
    cannotOccur: true,
  }));

test.each([
  ['of its own name', 'https://localhost:8443/'],
  ['of another name of this machine', 'https://127.0.0.1:8443/'],
  ['of the usual port', 'https://localhost/'],
])('a redirect of everything to https %s costs each request', (_what, location) =>
  expect(check([redirecting(location)])).toMatchObject({
    outcome: 'fail',
    severity: 'medium',
    costMs: 2.2,
    advice: [{ command: location, where: 'client' }, { where: 'server' }],
  }),
);

test('a redirect to https on the same port helps no client', () =>
  expect(check([redirecting('https://localhost:8000/')], at(), runserver)).toMatchObject({
    outcome: 'fail',
    severity: 'high',
    advice: [{ command: 'SECURE_SSL_REDIRECT = False' }],
  }));
