import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { ToolError } from '../../model/error.ts';
import type { ConnectOutcome, ResolvedAddress } from '../../model/evidence.ts';
import type { Probe } from '../../model/watch.ts';
import { isAddressLiteral } from '../../model/target.ts';
import { connectTo } from '../network/connect.ts';
import type { GatherContext } from '../context.ts';
import { askOnce, resolve } from '../names/resolution.ts';
import { mayContact } from '../reach.ts';
import { visitOn } from '../http/visit.ts';

export type TakeProbe = (probe: Probe) => void;

/** A machine that slept wakes with all that was planned meanwhile: its own sleep is not the server's. */
const LONGEST_LAG_PERIODS = 10;

/**
 * Visits one name by a plan, whatever the visits before it are doing: a server that stalls is met by all that came due.
 * @param offset of its first visit, as a share of the period, so that several names do not meet.
 */
export async function watchName(
  name: string,
  { perSecond, offset }: { readonly perSecond: number; readonly offset: number },
  context: GatherContext,
  take: TakeProbe,
): Promise<void> {
  await resolve(name);
  const periodMs = 1_000 / perSecond;
  const startMs = performance.now() + offset * periodMs;
  const underWay = new Set<Promise<void>>();
  const failure = new AbortController();
  for (let count = 0; !context.signal.aborted; count += 1) {
    const behind = Math.floor((performance.now() - startMs) / periodMs) - count;
    if (behind > LONGEST_LAG_PERIODS) count += behind;
    const dueMs = startMs + count * periodMs;
    await sleep(Math.max(0, dueMs - performance.now()), undefined, { signal: context.signal }).catch(() => {});
    if (context.signal.aborted || failure.signal.aborted) break;
    // A visit is not waited for, so its error is kept until the loop can throw it.
    const visiting = visitAndTell(name, dueMs, context, take)
      .catch((error: unknown) => failure.abort(error))
      .finally(() => underWay.delete(visiting));
    underWay.add(visiting);
  }
  await Promise.all(underWay);
  failure.signal.throwIfAborted();
}

/** What the end of the watch cut off says nothing about the server. */
async function visitAndTell(name: string, dueMs: number, context: GatherContext, take: TakeProbe): Promise<void> {
  const probe = await visitByName(name, dueMs, context);
  if (!context.signal.aborted) take(probe);
}

/** As a client that asks the resolver and tries the addresses one after the other. */
async function visitByName(name: string, plannedMs: number, context: GatherContext): Promise<Probe> {
  const { target, signal, timeoutMs } = context;
  const sentMs = performance.now();
  // Timers may fire a fraction of a millisecond early: what was sent before its time counts from its send.
  const dueMs = Math.min(plannedMs, sentMs);
  const atMs = Date.now() - (sentMs - dueMs);
  const base = { series: name, method: 'GET', atMs, lagMs: sentMs - dueMs };
  const named = await addressesOf(name);
  const found = named.filter(({ address }) => mayContact(address, context));
  const lookupMs = isAddressLiteral(name) ? null : performance.now() - sentMs;
  const ended = (over: Pick<Probe, 'because'> & Partial<Probe>): Probe => ({
    ...base,
    tookMs: performance.now() - dueMs,
    status: null,
    lookupMs,
    connect: null,
    ...over,
  });
  if (named.length === 0) return ended({ because: 'does not resolve' });
  if (found.length === 0) return ended({ because: 'another machine now' });
  let refusal: ConnectOutcome = 'unreachable';
  for (const { address } of found) {
    const connected = await connectTo(address, target.port, timeoutMs).catch(codeOf);
    if (typeof connected === 'string') return ended({ because: connected });
    if (connected.outcome !== 'accepted') {
      refusal = connected.outcome;
      continue;
    }
    const connect = { address, ms: connected.connectMs };
    const visit = await visitOn(connected.socket, target, { signal, timeoutMs });
    connected.socket.destroy();
    if (!visit.ok) return ended({ connect, because: visit.silence.kind });
    const { status } = visit.value;
    // Any answer but a failure of the server tells how long it takes: an API has nothing at its root.
    return ended({ status, connect, because: status < 500 ? null : `status ${status}` });
  }
  return ended({ because: refusal });
}

/** A machine that cannot open a connection is no end of the watch: the visit failed, and says why. */
function codeOf(error: unknown): string {
  if (error instanceof ToolError) return error.code;
  throw error;
}

async function addressesOf(name: string): Promise<readonly ResolvedAddress[]> {
  if (isAddressLiteral(name)) return [{ address: name, family: name.includes(':') ? 6 : 4 }];
  const answer = await askOnce(name);
  return answer.ok ? answer.value : [];
}
