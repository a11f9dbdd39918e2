import { performance } from 'node:perf_hooks';
import type { Addresses, AddressVisits, KeepAlive, WarmVisit } from '../../model/evidence.ts';
import { gotNothing, type Outcome, got } from '../../model/outcome.ts';
import { connectTo } from '../network/connect.ts';
import type { GatherContext } from '../context.ts';
import { grownBy, readKernelCounters } from '../network/kernel-counters.ts';
import { keepConnection } from './kept-connection.ts';
import { type Visit, visitOn } from './visit.ts';
import { gatherer } from '../contract.ts';

/** A plateau needs a handful of answers to be told from a hiccup; ten of 44 ms are over in half a second. */
const VISITS = 10;
/** Where an answer takes seconds, it is not a delayed ACK that makes it slow. */
const LONGEST_MS = 3_000;

/** The same GET on kept-alive and on new connections, in turn, at the first address that answered. */
export async function gatherKeepAlive(context: GatherContext, addresses: Addresses): Promise<Outcome<KeepAlive>> {
  const open = promptest(addresses);
  if (open === undefined) return gotNothing('no-answer', 'no address gave a whole HTTP answer');
  const kept = await keepConnection(open.address, context);
  if (kept === null) return gotNothing('refused', `${open.address} accepts no further connection`);
  const [fresh, reused]: [WarmVisit[], WarmVisit[]] = [[], []];
  const before = await readKernelCounters();
  const endMs = performance.now() + LONGEST_MS;
  for (let visit = 0; visit < VISITS && performance.now() < endMs && !context.signal.aborted; visit += 1) {
    await freshVisit(context, open.address, fresh);
    const again = await kept.visit();
    if (again.ok && visit > 0) reused.push(...timed(again.value));
  }
  kept.close();
  const after = await readKernelCounters();
  return got({
    fresh,
    reused,
    delayedAcks: before === null || after === null ? null : grownBy(before, after).delayedAcks,
  });
}

/** The address that is quickest to connect to: what is in question here is the answer, not the way to it. */
const promptest = ({ visits }: Addresses): AddressVisits | undefined =>
  visits
    .filter(({ answer, body }) => answer !== null && body !== 'unfinished' && body !== 'too-long')
    .toSorted((a, b) => connectMs(a) - connectMs(b))[0];

const connectMs = ({ cold }: AddressVisits): number => Math.min(...cold.map((visit) => visit.connectMs));

/** None where the body had no end. */
const timed = ({ firstByteMs, totalMs }: Visit): readonly WarmVisit[] =>
  totalMs === null ? [] : [{ firstByteMs, totalMs }];

async function freshVisit(
  { target, signal, timeoutMs }: GatherContext,
  address: string,
  fresh: WarmVisit[],
): Promise<void> {
  const connected = await connectTo(address, target.port, timeoutMs);
  if (connected.outcome !== 'accepted') return;
  const visit = await visitOn(connected.socket, target, { signal, timeoutMs });
  connected.socket.destroy();
  if (visit.ok) fresh.push(...timed(visit.value));
}

export const keepAlive = gatherer({
  kind: 'keep-alive',
  title: 'comparing new and kept-alive connections',
  when: 'before',
  harm: 'none',
  budgetMs: 60_000,
  sends: ['up to 10 `GET`s of the URL on new connections and 10 on a kept-alive one, to one address'],
  needs: ['addresses', 'answer'],
  async gather({ addresses }, context) {
    const found = await gatherKeepAlive(context, addresses);
    return context.signal.aborted ? null : found;
  },
});
