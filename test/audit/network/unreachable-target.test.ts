import { expect, test } from 'vitest';
import { unreachableTarget } from '../../../src/audit/network/unreachable-target.ts';
import type { Addresses, Listeners } from '../../../src/model/evidence.ts';
import { addressesOf, answering, at, listeners, loopback, refused, runserver, silent, untried } from '../literals.ts';

const check = (addresses: Addresses, subject = at(), seen?: Listeners) =>
  unreachableTarget.check({ addresses, ...(seen === undefined ? {} : { listeners: seen }) }, subject);

test('one address that answers is enough', () =>
  expect(check(loopback([refused('::1'), answering('127.0.0.1')])).outcome).toBe('pass'));

test('an answer on another name does not count, and is the advice', () => {
  const addresses = addressesOf({ '::1': [refused('::1')], '127.0.0.1': [answering('127.0.0.1')] });
  expect(check(addresses, at('::1'))).toMatchObject({
    outcome: 'fail',
    severity: 'high',
    costMs: null,
    advice: [{ command: 'http://127.0.0.1:8000', where: 'client' }],
  });
});

test.each([
  [
    'no address accepts',
    loopback([refused('127.0.0.1')]),
    'No address of localhost accepts a connection on port 8000.',
  ],
  [
    'an address accepts and is silent',
    loopback([silent('127.0.0.1')]),
    'Port 8000 accepts the connection, and resets it before a response.',
  ],
  ['the name is unknown', addressesOf({ localhost: [] }), 'localhost does not resolve (ENOTFOUND).'],
  [
    'another name is unknown',
    addressesOf({ other: [], localhost: [refused('127.0.0.1')] }),
    'No address of localhost accepts a connection on port 8000.',
  ],
  ['nothing was tried', loopback([untried('127.0.0.1')]), 'No address of localhost accepts a connection on port 8000.'],
])('where %s, the summary states it', (_what, addresses, summary) =>
  expect(check(addresses)).toMatchObject({ outcome: 'fail', summary }),
);

test('each address of the name is shown with its result', () =>
  expect(
    check(loopback([refused('::1'), silent('127.0.0.1', { kind: 'not-http', speaks: 'SMTP', begins: '220' })])),
  ).toMatchObject({
    facts: [
      { kind: 'text', text: '::1: refused' },
      { kind: 'text', text: '127.0.0.1: port 8000 speaks SMTP, not http' },
    ],
  }));

test.each([
  [
    'no process listens: start the server',
    listeners(),
    'no process listens on port 8000: start the server, or check the port',
  ],
  ['a process listens', runserver, 'check host, port and scheme'],
  ['the listening process is not known', undefined, 'check host, port and scheme'],
])('what to do where %s', (_what, seen, advice) =>
  expect(check(loopback([refused('127.0.0.1')]), at(), seen)).toMatchObject({ advice: [{ do: advice }] }),
);

test.each([
  ['a name below localhost', 'shop.localhost', [], { where: 'machine', command: '127.0.0.1 shop.localhost' }],
  [
    'another name',
    'shop.test',
    [],
    { where: 'client', command: null, do: expect.stringContaining('spelling of shop.test') },
  ],
  [
    'a name beside an address that answers',
    'shop.localhost',
    [answering('127.0.0.1')],
    { where: 'client', command: 'http://127.0.0.1:8000' },
  ],
])('%s that does not resolve is mended as a name', (_what, host, rows, advice) =>
  expect(check(addressesOf({ [host]: [], '127.0.0.1': rows }), at(host), listeners())).toMatchObject({
    advice: [advice],
  }),
);

test.each([
  ['one port', 1, /^Listening on this machine: 3000 \(node\)\.$/],
  ['more ports than are shown', 10, /3000 \(node\), 3001 \(node\), .*3007 \(node\), and 2 more\.$/],
])('the ports that listen are a fact where the port of the target does not: %s', (_what, count, text) => {
  const otherPorts = Array.from({ length: count }, (_, index) => ({ port: 3_000 + index, program: 'node' }));
  const opinion = check(loopback([refused('127.0.0.1')]), at(), { listeners: [], otherPorts });
  expect(opinion).toMatchObject({ facts: [{}, { kind: 'text', text: expect.stringMatching(text) }] });
});
