import { readFile } from 'node:fs/promises';
import type { KernelCounters } from '../../model/evidence.ts';
import { got } from '../../model/outcome.ts';
import { observer } from '../contract.ts';

/** Their names in the `TcpExt` lines of /proc/net/netstat. */
const names = {
  delayedAcks: 'DelayedACKs',
  synRetransmits: 'TCPSynRetrans',
  listenOverflows: 'ListenOverflows',
} as const;

/** Reads the current counters: a line of names above a line of numbers. Null on other systems than Linux. */
export async function readKernelCounters(): Promise<KernelCounters | null> {
  const text = await readFile('/proc/net/netstat', 'utf8').catch(() => null);
  return text === null ? null : parseNetstatCounters(text);
}

/** @returns null when one of the counters is not among the columns. */
export function parseNetstatCounters(text: string): KernelCounters | null {
  const [titles = '', values = ''] = text.split('\n').filter((line) => line.startsWith('TcpExt:'));
  const columns = titles.split(' ');
  const numbers = values.split(' ').map(Number);
  const read = (name: string): number => numbers[columns.indexOf(name)] ?? Number.NaN;
  const counters = {
    delayedAcks: read(names.delayedAcks),
    synRetransmits: read(names.synRetransmits),
    listenOverflows: read(names.listenOverflows),
  };
  return Object.values(counters).some(Number.isNaN) ? null : counters;
}

/** The increase between two readings. */
export const grownBy = (before: KernelCounters, after: KernelCounters): KernelCounters => ({
  delayedAcks: after.delayedAcks - before.delayedAcks,
  synRetransmits: after.synRetransmits - before.synRetransmits,
  listenOverflows: after.listenOverflows - before.listenOverflows,
});

/** Null if the system has no such counters. */
export const kernelCounters = observer({
  kind: 'kernel-counters',
  title: "reading the kernel's TCP counters",
  when: 'during',
  observes: 'addresses',
  harm: 'none',
  depth: 'quick',
  budgetMs: 5_000,
  sends: [],
  needs: [],
  async begin() {
    const before = await readKernelCounters();
    return async () => (before === null ? null : got(grownBy(before, (await readKernelCounters()) ?? before)));
  },
});
