import type { Advice, Fact } from '../../model/finding.ts';
import { peerText, type ServerWaits, shareText, type WaitKind, type WaitShare, watchedMs } from '../../model/waits.ts';

/** Smaller parts are within the error of the samples. */
const SMALLEST_SHARE = 0.05;

/** The parts of the time inside the server, largest first, without what could not be explained. */
function partsOf(waits: ServerWaits): readonly { readonly part: WaitShare; readonly share: number }[] {
  const totalMs = watchedMs(waits);
  return waits.shares
    .map((part) => ({ part, share: part.ms / totalMs }))
    .filter(({ part, share }) => part.kind !== 'unexplained' && share >= SMALLEST_SHARE);
}

/** Where the time went inside the server. None where that was not seen. */
export function insideFacts(waits: ServerWaits | undefined): readonly Fact[] {
  const parts = waits === undefined ? [] : partsOf(waits);
  if (parts.length === 0) return [];
  const text = parts.map(({ part, share }) => `${Math.round(share * 100)} % ${shareText(part)}`).join(', ');
  return [{ kind: 'text', text: `Inside the server: ${text}.` }];
}

/** More than half of the time is where a change helps. */
const MOST = 0.5;

const steps: Readonly<Record<WaitKind, ((other: string) => string) | null>> = {
  cpu: () => 'find what computes, with a profiler of the language: the server is on the CPU',
  core: () => 'end the programs that take the cores, or give the server more of them',
  connect: (other) => `connect to another address than ${other}, which answers late, and keep the connection open`,
  answer: (other) => `make ${other} answer sooner, or ask it less often`,
  name: (other) => `name other servers by their addresses, or turn off the lookup of clients: the server asks ${other}`,
  disk: () => 'write less often, or later: the server waits for the disk',
  lock: () => 'find who holds the lock: the server waits for it',
  sleep: () => 'find the timer, a retry or a throttle: the server sleeps',
  'not-accepted': () => 'let the server accept sooner: more workers, or shorter requests',
  unexplained: null,
};

/** What to change where one part is most of the time; null where there is none. */
export function insideAdvice(waits: ServerWaits | undefined): Advice | null {
  const [largest] = waits === undefined ? [] : partsOf(waits);
  const step = largest === undefined || largest.share <= MOST ? null : steps[largest.part.kind];
  if (largest === undefined || step === null) return null;
  const { peer } = largest.part;
  return { do: step(peer === null ? 'another server' : peerText(peer)), command: null, where: 'server', savesMs: null };
}
