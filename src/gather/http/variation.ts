import { performance } from 'node:perf_hooks';
import type { Addresses, AddressVisits, WarmVisit } from '../../model/evidence.ts';
import { got, gotNothing, type Outcome } from '../../model/outcome.ts';
import { median } from '../../stats/quantile.ts';
import type { GatherContext } from '../context.ts';
import { connectTo } from '../network/connect.ts';
import { fastestToConnect } from './keep-alive.ts';
import { type Ask, type Visit, type Visited, visitOn } from './visit.ts';

/** The diagnosis of a server that takes longer than this must not take minutes. */
const SLOWEST_MS = 3_000;
/** Where answers take milliseconds, one variation may take this long before it is given up. */
const SHORTEST_LIMIT_MS = 1_500;

/** A request that differs from the target's GET in its path, its method or its headers. */
export interface Variation extends Ask {
  readonly path?: string;
}

/** Sends variations of the target's GET, each on a new connection to the address that connects fastest. */
export interface Asker {
  /** The median time of the target's own answers, without the connect. */
  readonly typicalMs: number;
  /** After this time a variation is given up: twice the time of an answer, and 1.5 s at least. */
  readonly limitMs: number;
  ask(variation: Variation): Promise<Visited>;
}

export function askerFor(addresses: Addresses, context: GatherContext): Outcome<Asker> {
  const row = fastestToConnect(addresses);
  if (row === undefined) return gotNothing('no-answer', 'no address gave a whole HTTP answer');
  const typicalMs = typicalOf(row);
  if (typicalMs > SLOWEST_MS) {
    return gotNothing('too-slow', `answers take ${Math.round(typicalMs)} ms, so the request was not varied`);
  }
  const limitMs = Math.min(context.timeoutMs, Math.max(SHORTEST_LIMIT_MS, 2 * typicalMs));
  return got({
    typicalMs,
    limitMs,
    ask: (variation) => askAt(row.address, { ...context, timeoutMs: limitMs }, variation),
  });
}

function typicalOf({ cold }: AddressVisits): number {
  const times = cold.flatMap(({ totalMs, firstByteMs, connectMs }) => {
    const end = totalMs ?? firstByteMs;
    return end === null ? [] : [end - connectMs];
  });
  return times.length === 0 ? 0 : median(times);
}

async function askAt(
  address: string,
  { target, signal, timeoutMs }: GatherContext,
  { path = target.path, ...ask }: Variation,
): Promise<Visited> {
  const connected = await connectTo(address, target.port, timeoutMs);
  if (connected.outcome !== 'accepted') return { ok: false, silence: { kind: 'closes' } };
  const visit = await visitOn(connected.socket, { ...target, path }, { signal, timeoutMs }, ask);
  connected.socket.destroy();
  return visit;
}

/** Empty if the body did not end. */
export const timesOf = ({ firstByteMs, totalMs }: Visit): readonly WarmVisit[] =>
  totalMs === null ? [] : [{ firstByteMs, totalMs }];

/** Answers that take longer than this are told apart without repetition, and repetition would make the user wait. */
const CLEAR_MS = 500;

/** Whether one visit shows the time well enough. */
export const isClear = ({ typicalMs }: Pick<Asker, 'typicalMs'>): boolean => typicalMs > CLEAR_MS;

/** Whether there is time for another round of visits: `wanted` where answers are quick, else one. */
export function rounds(
  asker: Pick<Asker, 'typicalMs'>,
  wanted: number,
  { signal }: Pick<GatherContext, 'signal'>,
  forMs = CLEAR_MS,
): { readonly next: () => boolean } {
  const most = isClear(asker) ? 1 : wanted;
  const endMs = performance.now() + forMs;
  let done = 0;
  return { next: () => (done += 1) <= most && (done === 1 || performance.now() < endMs) && !signal.aborted };
}
