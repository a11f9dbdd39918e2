import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { WarmVisit } from '../../model/evidence.ts';
import { queryValuesOf, withoutValues, withTexts } from '../../model/secrets.ts';
import type { Silence } from '../../model/silence.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { type AddressRecord, recordVisit } from './address-record.ts';
import { connectTo } from './connect.ts';
import type { GatherContext } from '../context.ts';
import { keepConnection } from '../http/kept-connection.ts';
import { isThisMachine } from '../reach.ts';
import { machineUs } from '../server/waits/clock.ts';
import { serverTimingIn } from '../server/waits/request.ts';
import { isTlsBehind400, tryOtherProtocols } from './other-protocols.ts';
import { type Visited, visitOn } from '../http/visit.ts';

export const TITLE = 'probing the addresses';

/** An answer of seconds is seen a few times in this time; the rest of a diagnosis needs its time too. */
const ENOUGH_IN_ALL_MS = 9_000;
/** Enough cold visits for a p50 that one scheduling delay does not change. */
const ROUNDS = 7;
const WARM_VISITS = 7;
/** A few responses distinguish seconds from milliseconds: a slow address is not visited seven times. */
const SLOW_VISIT_MS = 500;
const ENOUGH_OF_SLOW_MS = 3_000;
/** Where only some are slow, so many show that they come in turn. */
const ENOUGH_IN_TURN = 4;

/**
 * Visits addresses that connect promptly, cold and then warm. A server whose first answers were slow is watched from inside
 * during the other visits.
 *
 * @param tell called where the visits so far may show something.
 */
export async function visitInTurn(
  records: readonly AddressRecord[],
  context: GatherContext,
  tell: () => void,
): Promise<void> {
  const endMs = performance.now() + ENOUGH_IN_ALL_MS;
  const isTimeLeft = (): boolean => performance.now() < endMs && !context.signal.aborted;
  await coldVisits(records, context, { isTimeLeft, tell });
  await context.inside?.end();
  tell();
  context.watch({ kind: 'stage', text: TITLE });
  for (const record of records.filter(({ body }) => body === 'whole')) {
    if (isTimeLeft()) await warmVisits(record, context);
  }
}

async function coldVisits(
  records: readonly AddressRecord[],
  context: GatherContext,
  { isTimeLeft, tell }: { isTimeLeft(): boolean; tell(): void },
): Promise<void> {
  const tellOnce = onceWatched(context, tell);
  for (let round = 0; round < ROUNDS && (round === 0 || isTimeLeft()); round += 1) {
    // A pause later could give a server with a limit for requests its speed back.
    if (round === 1 && areSlow(records)) await context.inside?.begin(context);
    for (const record of openIn(round, records)) {
      tellOnce();
      if (round === 0 || isTimeLeft())
        await visitOnce(record, round, { ...context, patienceMs: patienceFor(records, context) });
    }
  }
}

/** The order alternates, so that a server that is slow every second time is slow on all addresses alike. */
function openIn(round: number, records: readonly AddressRecord[]): readonly AddressRecord[] {
  const open = records.filter((record) => isWorthAnother(record) && !isSlowEnough(record.cold));
  return round % 2 === 0 ? open : open.toReversed();
}

/** Tells at the first call after the watch ended. */
function onceWatched({ inside }: GatherContext, tell: () => void): () => void {
  let isTold = false;
  return () => {
    if (isTold || (inside?.outcome() ?? null) === null) return;
    isTold = true;
    tell();
  };
}

/** Whether the server is on this machine and each of its addresses gave a slow answer. */
function areSlow(records: readonly AddressRecord[]): boolean {
  const answering = records.filter(({ answer }) => answer !== null);
  const isSlow = ({ address, slowestAnswerMs }: AddressRecord): boolean =>
    isThisMachine(address) && (slowestAnswerMs ?? 0) > SLOW_ANSWER_MS;
  return answering.length > 0 && answering.every(isSlow);
}

async function visitOnce(record: AddressRecord, round: number, context: GatherContext): Promise<void> {
  if (context.signal.aborted) return;
  context.watch({ kind: 'pass', text: passText(record), done: round, of: ROUNDS });
  await finishVisit(record, await connectTo(record.address, context.target.port, context.timeoutMs), context);
  // How threads wait after a request tells a lock from a pool without work.
  await context.inside?.rest();
}

/** A slow answer is stated as soon as it came, since further visits take as long. */
function passText({ address, cold }: AddressRecord): string {
  const firstBytesMs = cold.flatMap(({ firstByteMs }) => firstByteMs ?? []);
  const last = firstBytesMs.at(-1);
  const isSlow = last !== undefined && last > SLOW_ANSWER_MS;
  return isSlow ? `${address} answered after ${Math.round(last)} ms, waiting for it again` : `waiting for ${address}`;
}

/** After one address gave no answer for the whole time, the others get less. */
const patienceFor = (records: readonly AddressRecord[], { timeoutMs, patienceMs = timeoutMs }: GatherContext): number =>
  records.some(isMute) ? timeoutMs : patienceMs;

const isMute = ({ silence }: AddressRecord): boolean => silence?.kind === 'hangs';

/** A body that did not end within the timeout or within 32 MiB is not read again. */
const isWorthAnother = ({ silence, body }: AddressRecord): boolean =>
  silence === null && body !== 'unfinished' && body !== 'too-long';

/** Whether the last two visits were slow, or some of several, and the total time is long enough to show the times. */
const isSlowEnough = (visits: readonly { readonly totalMs: number | null }[]): boolean =>
  visits.reduce((sum, { totalMs }) => sum + (totalMs ?? 0), 0) >= ENOUGH_OF_SLOW_MS &&
  (visits.length >= ENOUGH_IN_TURN ||
    (visits.length >= 2 && visits.slice(-2).every(({ totalMs }) => (totalMs ?? 0) >= SLOW_VISIT_MS)));

/** A visit that is seen from inside too, where the server is watched. */
async function watchedVisit(
  socket: Socket,
  { target, signal, timeoutMs, patienceMs = timeoutMs, inside }: GatherContext,
): Promise<Visited> {
  const sentUs = machineUs();
  const { localPort: port = null } = socket;
  const visit = await visitOn(socket, target, { signal, timeoutMs, patienceMs });
  if (visit.ok && visit.value.body === 'whole') {
    inside?.note({ sentUs, endUs: machineUs(), port, serverTiming: serverTimingIn(visit.value.headers) });
  }
  return visit;
}

export async function finishVisit(
  record: AddressRecord,
  connected: Awaited<ReturnType<typeof connectTo>>,
  context: GatherContext,
): Promise<void> {
  const { target, signal, timeoutMs } = context;
  const { outcome, connectMs } = connected;
  if (connected.outcome !== 'accepted') {
    record.cold.push({ connect: outcome, connectMs, firstByteMs: null, totalMs: null });
    return;
  }
  const startMs = performance.now();
  const visit = await watchedVisit(connected.socket, context);
  connected.socket.destroy();
  // A visit that an abort cut off says nothing about the server.
  if (!visit.ok && signal.aborted) return;
  // A response may repeat the query of the request.
  const secrets = queryValuesOf(target.path);
  recordVisit(record, visit, { waitedMs: performance.now() - startMs, secrets });
  if (!visit.ok) {
    const silence = await tryOtherProtocols(visit.silence, { address: record.address, target }, { signal, timeoutMs });
    record.silence = withTexts(silence, (text) => withoutValues(text, secrets));
    record.cold.push({ connect: outcome, connectMs, firstByteMs: null, totalMs: null });
    return;
  }
  const { firstByteMs, totalMs, status, server, body } = visit.value;
  if (
    record.answer === null &&
    (await isTlsBehind400(status, { address: record.address, target }, { signal, timeoutMs }))
  ) {
    record.silence = { kind: 'speaks-tls' };
    record.cold.push({ connect: outcome, connectMs, firstByteMs: null, totalMs: null });
    return;
  }
  record.answer = { status, server: server === null ? null : withoutValues(server, secrets) };
  record.body = body;
  record.cold.push({
    connect: outcome,
    connectMs,
    firstByteMs: connectMs + firstByteMs,
    totalMs: totalMs === null ? null : connectMs + totalMs,
  });
}

/** A server may close a kept-alive connection at any time, so such a visit is not counted as unanswered. */
const closedByServer: ReadonlySet<Silence['kind']> = new Set(['closes', 'resets']);

async function warmVisits(record: AddressRecord, context: GatherContext): Promise<void> {
  const kept = await keepConnection(record.address, context);
  if (kept === null) return;
  const visits: WarmVisit[] = [];
  const secrets = queryValuesOf(context.target.path);
  while (visits.length <= WARM_VISITS && !isSlowEnough(visits) && !context.signal.aborted) {
    const startMs = performance.now();
    const visit = await kept.visit();
    if (visit.ok || !closedByServer.has(visit.silence.kind))
      recordVisit(record, visit, { waitedMs: performance.now() - startMs, secrets });
    if (!visit.ok || visit.value.totalMs === null) break;
    visits.push({ firstByteMs: visit.value.firstByteMs, totalMs: visit.value.totalMs });
  }
  // The first response on the connection is cold and was measured with the cold visits.
  record.warm.push(...visits.slice(1));
  kept.close();
}
