import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Addresses } from '../../model/evidence.ts';
import { type IdleConnection, type IdleForm, idleForms, type IdleTrial } from '../../model/idle-connection.ts';
import { got, gotNothing, type Outcome } from '../../model/outcome.ts';
import { median } from '../../stats/quantile.ts';
import type { GatherContext } from '../context.ts';
import { gatherer } from '../contract.ts';
import { connectTo } from '../network/connect.ts';
import { keepConnection } from './kept-connection.ts';
import { type Visited, visitOn } from './visit.ts';

/** Long enough to differ from a busy machine, and shorter than the time-outs of servers for idle connections. */
const HELD_MS = 2_500;
/** A blocked server answers at once when the idle connection ends. */
const AFTER_MS = 2_000;
/** With slower answers the wait for a blocked server looks like a slow one. */
const SLOWEST_MS = 500;
const ALONE = 3;
/** A server takes connections in their order, so that it has taken the idle one by then. */
const SETTLED_MS = 20;

export async function gatherIdleConnection(
  context: GatherContext,
  { visits }: Addresses,
): Promise<Outcome<IdleConnection> | null> {
  const open = visits.find(({ answer, body }) => answer !== null && body === 'whole');
  if (open === undefined) return gotNothing('no-answer', 'no address gave a whole HTTP answer');
  const at = { address: open.address, context };
  const aloneMs: number[] = [];
  for (let visit = 0; visit < ALONE; visit += 1) aloneMs.push(...(await firstByteAlone(at)));
  if (context.signal.aborted) return null;
  if (aloneMs.length < ALONE) return gotNothing('no-answer', `${open.address} did not answer each request`);
  if (median(aloneMs) > SLOWEST_MS) {
    return gotNothing('slow-answers', `answers take ${Math.round(median(aloneMs))} ms without an idle connection`);
  }
  const trials: IdleTrial[] = [];
  for (const form of idleForms) {
    const trial = context.signal.aborted ? null : await tried(form, at);
    if (trial !== null) trials.push(trial);
  }
  return context.signal.aborted ? null : got({ aloneMs, trials });
}

interface Place {
  readonly address: string;
  readonly context: GatherContext;
}

async function firstByteAlone({ address, context }: Place): Promise<readonly number[]> {
  const { target, signal, timeoutMs } = context;
  const connected = await connectTo(address, target.port, timeoutMs);
  if (connected.outcome !== 'accepted') return [];
  const visit = await visitOn(connected.socket, target, { signal, timeoutMs });
  connected.socket.destroy();
  return visit.ok ? [visit.value.firstByteMs] : [];
}

/** @returns null if there is no such idle connection, or the request could not be sent. */
async function tried(form: IdleForm, { address, context }: Place): Promise<IdleTrial | null> {
  const { target, signal } = context;
  const held = await heldOpen(form, { address, context });
  if (held === null) return null;
  const asking = await connectTo(address, target.port, context.timeoutMs);
  if (asking.outcome !== 'accepted') {
    held.close();
    return null;
  }
  const startMs = performance.now();
  let closedMs: number | null = null;
  held.onceClosed(() => (closedMs ??= performance.now() - startMs));
  const visiting = visitOn(asking.socket, target, { signal, timeoutMs: HELD_MS + AFTER_MS });
  const early = await Promise.race([visiting, sleep(HELD_MS, null)]);
  const byServerMs = closedMs;
  held.close();
  const heldMs = early === null ? performance.now() - startMs : HELD_MS;
  const visit = early ?? (await visiting);
  asking.socket.destroy();
  const firstByteMs = firstByteOf(visit);
  return {
    form,
    waitMs: early === null ? null : firstByteMs,
    heldMs,
    afterReleaseMs: early === null && firstByteMs !== null ? Math.max(0, firstByteMs - heldMs) : null,
    closedMs: byServerMs,
  };
}

const firstByteOf = (visit: Visited): number | null => (visit.ok ? visit.value.firstByteMs : null);

interface Held {
  onceClosed(closed: () => void): void;
  close(): void;
}

/** An idle connection. Null if the server accepts none, or keeps none open after its answer. */
async function heldOpen(form: IdleForm, { address, context }: Place): Promise<Held | null> {
  const held = form === 'silent' ? await silentConnection(address, context) : await usedConnection(address, context);
  await sleep(SETTLED_MS);
  return held;
}

async function silentConnection(address: string, { target, timeoutMs }: GatherContext): Promise<Held | null> {
  const connected = await connectTo(address, target.port, timeoutMs);
  if (connected.outcome !== 'accepted') return null;
  // Without a reader the end of the connection is not noticed.
  const socket = connected.socket.resume();
  return {
    onceClosed: (closed) => void socket.once('end', closed).once('close', closed),
    close: () => void socket.destroy(),
  };
}

async function usedConnection(address: string, context: GatherContext): Promise<Held | null> {
  const kept = await keepConnection(address, context);
  const visit = await kept?.visit();
  if (kept !== null && visit?.ok === true && visit.value.response.keptAlive && kept.isOpen()) return kept;
  kept?.close();
  return null;
}

export const idleConnection = gatherer({
  kind: 'idle-connection',
  title: 'trying whether an idle connection blocks the server',
  when: 'before',
  harm: 'none',
  depth: 'deep',
  budgetMs: 30_000,
  sends: [
    '6 `GET`s of the URL on new connections, one of them while a connection is open on which nothing is sent, and one ' +
      'while a used connection is kept open; both are closed after 2.5 s at most',
  ],
  needs: ['addresses', 'answer'],
  gather: ({ addresses }, context) => gatherIdleConnection(context, addresses),
});
