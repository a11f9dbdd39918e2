import { expect, test } from 'vitest';
import { splitServers } from '../../../src/audit/network/split-servers.ts';
import type { Addresses, Listeners } from '../../../src/model/evidence.ts';
import { answering, at, listeners, listening, loopback, refused, silent } from '../literals.ts';

const check = (addresses: Addresses, seen?: Listeners) =>
  splitServers.check({ addresses, ...(seen === undefined ? {} : { listeners: seen }) }, at());
const both = (four: string | null, six: string | null) =>
  loopback([answering('::1', 0.2, six), answering('127.0.0.1', 0.2, four)]);

const one = listeners(listening('127.0.0.1', 1), listening('::1', 1));
const two = listeners(listening('127.0.0.1', 1, 'python a.py'), listening('::1', 2, 'node b.js'));
const workers = listeners(listening('127.0.0.1', 1), listening('127.0.0.1', 2), listening('::1', 2));
const proxy = (family: string): string => `/usr/bin/docker-proxy -proto tcp -host-ip ${family}`;
const docker = listeners(listening('0.0.0.0', 1, proxy('0.0.0.0')), listening('::', 2, proxy('::')));
const half = listeners(listening('0.0.0.0', 1, proxy('0.0.0.0')), listening('::', 2, 'node b.js'));
const unknown = listeners(listening('127.0.0.1', null), listening('::1', null));

test.each([
  ['the same answer, one process', both('uvicorn', 'uvicorn'), one, 'pass'],
  ['the same answer, processes unknown', both(null, null), unknown, 'pass'],
  ['the same answer, listeners unknown', both(null, null), undefined, 'pass'],
  ['the same answer, workers that share a socket', both('a', 'a'), workers, 'pass'],
  [
    'the same answer, one family of two processes',
    both('a', 'a'),
    listeners(listening('::', 1), listening('::', 2)),
    'pass',
  ],
  ['the same answer, a Docker forwarder each', both('a', 'a'), docker, 'pass'],
  ['the same answer, one Docker forwarder', both('a', 'a'), half, 'fail'],
  ['the same answer, two processes', both('uvicorn', 'uvicorn'), two, 'fail'],
  ['two names, processes unknown', both('uvicorn', 'nginx'), unknown, 'fail'],
  ['a name and none', both('uvicorn', null), one, 'fail'],
  ['one that refuses', loopback([refused('::1'), answering('127.0.0.1')]), two, 'not-applicable'],
  ['one that is silent', loopback([silent('::1'), answering('127.0.0.1')]), two, 'not-applicable'],
])('both loopback addresses: %s', (_what, addresses, seen, outcome) =>
  expect(check(addresses, seen).outcome).toBe(outcome),
);

test.each([
  ['the same answer may be intended', both('a', 'a'), 'low'],
  ['two answers are not', both('a', 'b'), 'high'],
])('two processes: %s', (_promise, addresses, severity) => expect(check(addresses, two)).toMatchObject({ severity }));

test('a difference in status is a difference', () => {
  const other = { ...answering('::1'), answer: { status: 404, server: null } };
  expect(check(loopback([other, answering('127.0.0.1')]))).toMatchObject({
    outcome: 'fail',
    facts: [{ text: 'answers: status 200, Server unnamed on 127.0.0.1, status 404, Server unnamed on ::1' }],
  });
});

test('the finding names both processes and how to end each', () =>
  expect(check(both('a', 'b'), two)).toMatchObject({
    severity: 'high',
    facts: [{ text: '127.0.0.1: python a.py (pid 1)' }, { text: '::1: node b.js (pid 2)' }, {}],
    advice: [{ command: 'kill 1' }, { command: 'kill 2' }, { command: 'http://127.0.0.1:8000' }],
  }));
