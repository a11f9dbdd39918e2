import { expect, test } from 'vitest';
import { missingLocalhostEntry } from '../../../src/audit/names/missing-localhost-entry.ts';
import type { HostsLine } from '../../../src/model/evidence.ts';
import { at, names } from '../literals.ts';

const check = (hosts: readonly HostsLine[] | null, subject = at()) =>
  missingLocalhostEntry.check({ 'name-service': names({ hosts }) }, subject);

test.each([
  ['names it', [{ address: '127.0.0.1', names: ['localhost'] }], 'pass'],
  ['names it among others', [{ address: '::1', names: ['ip6-localhost', 'localhost'] }], 'pass'],
  ['names another host only', [{ address: '127.0.0.1', names: ['localhost.localdomain'] }], 'fail'],
  ['is empty', [], 'fail'],
  ['could not be read', null, 'inconclusive'],
])('a hosts file that %s', (_what, hosts, outcome) => expect(check(hosts).outcome).toBe(outcome));

test.each([
  ['on Windows, which answers for localhost itself', at('localhost', 'win32'), 'not-applicable'],
  ['for a server elsewhere', at('app.test'), 'not-applicable'],
  ['for a loopback address', at('127.0.0.1'), 'fail'],
])('a missing line %s', (_what, subject, outcome) => expect(check([], subject).outcome).toBe(outcome));

test('the advice writes both lines', () =>
  expect(check([])).toMatchObject({
    severity: 'medium',
    advice: [{ command: String.raw`printf '127.0.0.1 localhost\n::1 localhost\n' >> /etc/hosts` }],
  }));
