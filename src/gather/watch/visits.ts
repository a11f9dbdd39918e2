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

export type OnProbe = (probe: Probe) => void;

/** After a suspend of this machine, visits that came due during it are skipped: the server did not cause the lag. */
const LONGEST_LAG_PERIODS = 10;

/**
 * Visits one name on a schedule, without waiting for earlier visits, so that a stall delays every visit that is due.
 * @param offset of its first visit, as a share of the period, so that visits of several names do not coincide.
 */
export async function watchName(
  name: string,
  { perSecond, offset }: { readonly perSecond: number; readonly offset: number },
  context: GatherContext,
  onProbe: OnProbe,
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
    // A visit is not awaited here, so its error is kept until the loop can throw it.
    const visiting = (
      count === 0 ? firstVisit(name, dueMs, context, onProbe) : visitOnce(name, dueMs, context, onProbe)
    )
      .catch((error: unknown) => failure.abort(error))
      .finally(() => underWay.delete(visiting));
    underWay.add(visiting);
  }
  await Promise.all(underWay);
  failure.signal.throwIfAborted();
}

/** The first visit also pays for the start of this program. Where it succeeded, a second one is reported instead. */
async function firstVisit(name: string, dueMs: number, context: GatherContext, onProbe: OnProbe): Promise<void> {
  const probe = await visitByName(name, dueMs, context);
  if (context.signal.aborted) return;
  if (probe.because === null) return visitOnce(name, performance.now(), context, onProbe);
  onProbe(probe);
}

/** A visit that the end of the watch cut off says nothing about the server and is not reported. */
async function visitOnce(name: string, dueMs: number, context: GatherContext, onProbe: OnProbe): Promise<void> {
  const probe = await visitByName(name, dueMs, context);
  if (!context.signal.aborted) onProbe(probe);
}

/** Visits like a client that resolves the name and tries its addresses one after the other. */
async function visitByName(name: string, plannedMs: number, context: GatherContext): Promise<Probe> {
  const { target, signal, timeoutMs } = context;
  const sentMs = performance.now();
  // Timers may fire a fraction of a millisecond early. A visit that was sent early counts from its send.
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
    // Every status below 500 is a valid measurement, because an API may answer 404 at its root.
    return ended({ status, connect, because: status < 500 ? null : `status ${status}` });
  }
  return ended({ because: refusal });
}

/** If this machine cannot open a connection, the visit fails with that code and the watch continues. */
function codeOf(error: unknown): string {
  if (error instanceof ToolError) return error.code;
  throw error;
}

async function addressesOf(name: string): Promise<readonly ResolvedAddress[]> {
  if (isAddressLiteral(name)) return [{ address: name, family: name.includes(':') ? 6 : 4 }];
  const answer = await askOnce(name);
  return answer.ok ? answer.value : [];
}
