import { expect, test } from 'vitest';
import { clientTable } from '../../src/audit/client-table.ts';
import type { Addresses, AddressVisits } from '../../src/model/evidence.ts';
import { addressesOf, answering, at, loopback, names, silent } from './literals.ts';

const ledgerOf = (addresses: Addresses, id: string, host?: string) =>
  clientTable({ addresses, names: names(), real: undefined }, at(host)).find((client) => client.id === id);

/** The address accepts, and the probe stopped waiting for its answer after five seconds. */
const late = (address: string): AddressVisits => ({
  ...silent(address, { kind: 'hangs', waitedMs: 5_001 }),
  unanswered: [{ code: 'hangs', waitedMs: 5_001 }],
});

const taking = (address: string, waitMs: number): AddressVisits => ({
  ...answering(address),
  cold: [{ connect: 'accepted', connectMs: 0.5, firstByteMs: 0.5 + waitMs, totalMs: 0.5 + waitMs }],
});

test('the connect and the answer after it are predicted separately', () =>
  expect(ledgerOf(loopback([taking('127.0.0.1', 5_000)]), 'curl-8-16')).toMatchObject({
    predicted: { outcome: 'connects', via: '127.0.0.1', ms: 0.5 },
    answer: { kind: 'took', ms: 5_000 },
  }));

test('the answer is that of the address to which the client connects', () => {
  const addresses = loopback([taking('::1', 300), taking('127.0.0.1', 2)]);
  expect(ledgerOf(addresses, 'python-requests')?.answer).toEqual({ kind: 'took', ms: 300 });
  expect(ledgerOf(addresses, 'java-http-client')?.answer).toEqual({ kind: 'took', ms: 2 });
});

test('an address without an answer until the bound is predicted as a connect without an answer', () =>
  expect(ledgerOf(loopback([late('127.0.0.1')]), 'node-http-20')).toMatchObject({
    predicted: { outcome: 'connects', via: '127.0.0.1' },
    answer: { kind: 'none', withinMs: 5_001 },
  }));

test('an address that accepts and resets the connection is a failure', () =>
  expect(ledgerOf(loopback([silent('::1'), answering('127.0.0.1')]), 'node-http-20')).toMatchObject({
    predicted: { outcome: 'fails' },
    answer: null,
  }));

test('a literal address is predicted without localhost', () => {
  const addresses = addressesOf({
    '::1': [{ ...taking('::1', 2), cold: taking('::1', 2).cold.map((visit) => ({ ...visit, connectMs: 900 })) }],
  });
  expect(ledgerOf(addresses, 'node-http-20', '::1')?.predicted).toEqual({ outcome: 'connects', via: '::1', ms: 900 });
});
