import { performance } from 'node:perf_hooks';
import type { Addresses, AddressVisits, KeepAlive, WarmVisit } from '../../model/evidence.ts';
import { gotNothing, type Outcome, got } from '../../model/outcome.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { median } from '../../stats/quantile.ts';
import { connectTo } from '../network/connect.ts';
import type { GatherContext } from '../context.ts';
import { grownBy, readKernelCounters } from '../network/kernel-counters.ts';
import { keepConnection, type KeptConnection } from './kept-connection.ts';
import { type Visit, visitOn } from './visit.ts';
import { gatherer } from '../contract.ts';

/**
 * Enough responses to tell a plateau from an outlier; ten of 44 ms take half a second. In blocks, since a server with one
 * worker answers no other connection while one is kept open.
 */
const BLOCKS = [
  { fresh: 5, kept: 6 },
  { fresh: 5, kept: 5 },
] as const;
/** Where answers are slow, the visits of the address are the first block, and this one is the second. */
const AFTER_VISITS = [{ fresh: 3, kept: 3 }] as const;
const FEWEST_VISITS = { fresh: 7, kept: 7 } as const;
/** A delayed ACK costs 35 ms at least. Half of that is a reason to compare again, with all visits. */
const SUSPECT_MS = 17;
/** A response that takes seconds is not slow because of a delayed ACK. */
const LONGEST_MS = 3_000;

/** The same GET on new and on kept-alive connections, block by block, at the first address that answered. */
export async function gatherKeepAlive(context: GatherContext, addresses: Addresses): Promise<Outcome<KeepAlive>> {
  const open = fastestToConnect(addresses);
  if (open === undefined) return gotNothing('no-answer', 'no address gave a whole HTTP answer');
  const visited = slowVisitsOf(open);
  if (visited !== null) {
    const seen = await blockByBlock(context, open, AFTER_VISITS);
    if (!seen.ok) return seen;
    const fresh = [...visited.fresh, ...seen.value.fresh];
    const reused = [...visited.reused, ...seen.value.reused];
    // The kernel did not count during the visits.
    if (seen.value.reused.length > 0 && !isSuspect({ fresh, reused })) return got({ fresh, reused, delayedAcks: null });
  }
  return blockByBlock(context, open, BLOCKS);
}

type Times = Pick<KeepAlive, 'fresh' | 'reused'>;

/** The visits of an address whose answers are slow on new connections too. Null where there are too few of them. */
function slowVisitsOf({ cold, warm }: AddressVisits): Times | null {
  const fresh = cold.flatMap(({ firstByteMs, totalMs, connectMs: connect }) =>
    firstByteMs === null || totalMs === null
      ? []
      : [{ firstByteMs: firstByteMs - connect, totalMs: totalMs - connect }],
  );
  if (fresh.length < FEWEST_VISITS.fresh || warm.length < FEWEST_VISITS.kept) return null;
  return fresh.every(({ firstByteMs }) => firstByteMs > SLOW_ANSWER_MS) ? { fresh, reused: warm } : null;
}

/** Whether answers on kept connections take longer than on new ones, or one of them waited at its end. */
function isSuspect({ fresh, reused }: Times): boolean {
  const typicalOf = (visits: readonly WarmVisit[]): number => median(visits.map(({ totalMs }) => totalMs));
  if (typicalOf(reused) - typicalOf(fresh) > SUSPECT_MS) return true;
  return reused.some(({ firstByteMs, totalMs }) => totalMs - firstByteMs > SUSPECT_MS);
}

type Blocks = readonly { readonly fresh: number; readonly kept: number }[];

async function blockByBlock(
  context: GatherContext,
  { address }: AddressVisits,
  blocks: Blocks,
): Promise<Outcome<KeepAlive>> {
  const [fresh, reused]: [WarmVisit[], WarmVisit[]] = [[], []];
  let wasAskedAgain = false;
  const before = await readKernelCounters();
  const endMs = performance.now() + LONGEST_MS;
  const isOver = (): boolean => performance.now() >= endMs || context.signal.aborted;
  for (const block of blocks) {
    // Half of the time that is left is for the kept connection.
    const untilMs = (performance.now() + endMs) / 2;
    await freshVisits(context, address, fresh, { visits: block.fresh, untilMs });
    if (isOver()) break;
    const kept = await keepConnection(address, context);
    if (kept === null) return gotNothing('refused', `${address} accepts no further connection`);
    const { later, isAskedAgain } = await laterVisits(kept, block.kept, isOver);
    reused.push(...later);
    wasAskedAgain ||= isAskedAgain;
  }
  if (!wasAskedAgain)
    return gotNothing('no-second-request', 'no connection had a first answer in time for a second request');
  const after = await readKernelCounters();
  return got({
    fresh,
    reused,
    delayedAcks: before === null || after === null ? null : grownBy(before, after).delayedAcks,
  });
}

interface LaterVisits {
  readonly later: readonly WarmVisit[];
  /** Whether there was time for a second request. */
  readonly isAskedAgain: boolean;
}

/** All visits of the connection but the first. Closes it. */
async function laterVisits(kept: KeptConnection, visits: number, isOver: () => boolean): Promise<LaterVisits> {
  const later: WarmVisit[] = [];
  let isAskedAgain = false;
  for (let visit = 0; visit < visits && !isOver(); visit += 1) {
    const again = await kept.visit();
    isAskedAgain ||= visit > 0;
    if (!again.ok) break;
    if (visit > 0) later.push(...timed(again.value));
  }
  kept.close();
  return { later, isAskedAgain };
}

/** The address with the fastest connect, because this measures the response and not the connect. */
export const fastestToConnect = ({ visits }: Addresses): AddressVisits | undefined =>
  visits
    .filter(({ answer, body }) => answer !== null && body !== 'unfinished' && body !== 'too-long')
    .toSorted((a, b) => connectMs(a) - connectMs(b))[0];

const connectMs = ({ cold }: AddressVisits): number => Math.min(...cold.map((visit) => visit.connectMs));

/** Empty if the body did not end. */
const timed = ({ firstByteMs, totalMs }: Visit): readonly WarmVisit[] =>
  totalMs === null ? [] : [{ firstByteMs, totalMs }];

async function freshVisits(
  context: GatherContext,
  address: string,
  fresh: WarmVisit[],
  { visits, untilMs }: { readonly visits: number; readonly untilMs: number },
): Promise<void> {
  for (let visit = 0; visit < visits && performance.now() < untilMs && !context.signal.aborted; visit += 1) {
    await freshVisit(context, address, fresh);
  }
}

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

/** A delayed ACK costs 40 to 200 ms, which is not told from the variation of an answer of seconds. */
const SLOWEST_ANSWER_MS = 2_000;

function tooSlow(addresses: Addresses): Outcome<never> | null {
  const answerMs = fastestToConnect(addresses)?.slowestAnswerMs ?? 0;
  if (answerMs <= SLOWEST_ANSWER_MS) return null;
  return gotNothing('slow', `an answer takes ${Math.round(answerMs)} ms, beside which a delayed ACK cannot be seen`);
}

export const keepAlive = gatherer({
  kind: 'keep-alive',
  title: 'comparing new and kept-alive connections',
  when: 'before',
  harm: 'none',
  budgetMs: 60_000,
  sends: [
    'up to 10 `GET`s of the URL on new connections and 11 on two kept-alive ones, to one address; where each answer took more than 100 ms, 3 and 3 of them, and the others only where kept-alive connections seem slower',
  ],
  needs: ['addresses', 'answer'],
  async gather({ addresses }, context) {
    const found = tooSlow(addresses) ?? (await gatherKeepAlive(context, addresses));
    return context.signal.aborted ? null : found;
  },
});
