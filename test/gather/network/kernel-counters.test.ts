import { expect, test } from 'vitest';
import { grownBy, parseNetstatCounters, readKernelCounters } from '../../../src/gather/network/kernel-counters.ts';

const recorded = `TcpExt: SyncookiesSent DelayedACKs ListenOverflows TCPSynRetrans
TcpExt: 0 14 2 7
IpExt: InNoRoutes
IpExt: 3
`;

test('counters are found by name in any column', () =>
  expect(parseNetstatCounters(recorded)).toEqual({ delayedAcks: 14, listenOverflows: 2, synRetransmits: 7 }));

test('a kernel without one of them yields null', () =>
  expect(parseNetstatCounters(recorded.replace('DelayedACKs', 'Other'))).toBeNull());

test('growth is the difference of two readings', () =>
  expect(
    grownBy(
      { delayedAcks: 1, synRetransmits: 2, listenOverflows: 3 },
      { delayedAcks: 5, synRetransmits: 2, listenOverflows: 4 },
    ),
  ).toEqual({ delayedAcks: 4, synRetransmits: 0, listenOverflows: 1 }));

test.runIf(process.platform === 'linux')('this kernel has all of them', async () =>
  expect(Object.values((await readKernelCounters()) ?? {})).toHaveLength(3),
);
