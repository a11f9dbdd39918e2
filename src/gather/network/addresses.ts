import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Addresses, AddressVisits, ColdVisit, Resolution, Unanswered, WarmVisit } from '../../model/evidence.ts';
import { got } from '../../model/outcome.ts';
import { queryValuesOf, withoutValues, withTexts } from '../../model/secrets.ts';
import type { Silence } from '../../model/silence.ts';
import { isLoopbackAddress, isLoopbackName, type Target } from '../../model/target.ts';
import { connectTo } from './connect.ts';
import type { GatherContext } from '../context.ts';
import { gatherer } from '../contract.ts';
import { keepConnection } from '../http/kept-connection.ts';
import { resolve } from '../names/resolution.ts';
import { contactable, mayContact } from '../reach.ts';
import { isTlsBehind400, lookAgain } from './second-look.ts';
import { type Visited, visitOn } from '../http/visit.ts';

/** Enough cold visits for a p50 that a single scheduling hiccup does not move. */
const ROUNDS = 7;
/** The second slow connect proves the first; more would only make the user wait. */
const SCOUTS = 2;
/** A loopback connect takes a tenth of a millisecond; what takes longer than this is not waited for by the others. */
const PROMPT_MS = 100;
const WARM_VISITS = 7;
/** Seconds are told from milliseconds by a few answers: a slow address is not asked seven times. */
const SLOW_VISIT_MS = 500;
const ENOUGH_OF_SLOW_MS = 3_000;

/** All that is measured for one address, whichever names lead to it. */
interface Lane {
  readonly address: string;
  readonly cold: ColdVisit[];
  readonly warm: WarmVisit[];
  answer: AddressVisits['answer'];
  body: AddressVisits['body'];
  silence: AddressVisits['silence'];
  readonly statuses: Record<string, number>;
  location: string | null;
  firstAnswerMs: number | null;
  slowestAnswerMs: number | null;
  readonly unanswered: Unanswered[];
}

/**
 * Visits every address once a round, in turn, cold and then warm, so that a noisy second hits all of them alike.
 * Addresses that do not answer promptly are left to two connects of their own, which run while the others are measured:
 * a refusal after 2 s costs the user 2 s and not 2 s a visit. Addresses of other machines are listed and not contacted,
 * unless --allow-remote names the host.
 * @throws ToolError `remote-target` (exit 2) where no address of the target is this machine.
 */
export async function gatherAddresses(context: GatherContext): Promise<Addresses> {
  const resolutions: Resolution[] = [];
  for (const name of namesFor(context.target)) {
    const resolution = await resolve(name);
    if (name === context.target.host && resolution.answer.ok) contactable(resolution.answer.value, context);
    resolutions.push(resolution);
  }
  const all = distinctAddresses(resolutions).map(newLane);
  const lanes = all.filter(({ address }) => mayContact(address, context));
  const slow = new Set(lanes);
  const scouting = lanes.map(async (lane) => {
    const prompt = await Promise.all(Array.from({ length: SCOUTS }, () => scout(lane, context)));
    if (prompt.every(Boolean)) slow.delete(lane);
  });
  await Promise.race([Promise.all(scouting), sleep(PROMPT_MS)]);
  await visitPrompt(
    lanes.filter((lane) => !slow.has(lane)),
    context,
  );
  await Promise.all(scouting);
  // Another machine was left alone, which is evidence; an address that the end of the command cut off is none.
  const known = all.filter((lane) => lane.cold.length > 0 || !lanes.includes(lane));
  return { resolutions, visits: resolutions.flatMap((resolution) => rowsOf(resolution, known)) };
}

/** Visits that were cut off before the first answer would look like a server that does not answer. */
const hasAnswer = ({ visits }: Addresses, { host }: Target): boolean =>
  visits.some(({ name, answer }) => name === host && answer !== null);

export const addresses = gatherer({
  kind: 'addresses',
  title: 'probing the addresses',
  when: 'before',
  harm: 'none',
  budgetMs: 180_000,
  sends: [
    'name lookups of the host and, for this machine, of `localhost`',
    'up to 7 `GET`s of the URL on new connections and 8 on a kept-alive one, to each address',
    'where an address gives no HTTP answer: the beginning of a TLS and of an HTTP/2 connection',
  ],
  needs: [],
  async gather(_have, context) {
    const found = await gatherAddresses(context);
    return context.signal.aborted && !hasAnswer(found, context.target) ? null : got(found);
  },
});

/** The name as given, and for this machine both loopback literals and `localhost`, which is what people type. */
export function namesFor({ host }: Pick<Target, 'host'>): readonly string[] {
  const here = isLoopbackName(host) || isLoopbackAddress(host);
  return [...new Set([host, ...(here ? ['localhost', '127.0.0.1', '::1'] : [])])];
}

const distinctAddresses = (resolutions: readonly Resolution[]): readonly string[] => [
  ...new Set(resolutions.flatMap(({ answer }) => (answer.ok ? answer.value.map(({ address }) => address) : []))),
];

const newLane = (address: string): Lane => ({
  address,
  cold: [],
  warm: [],
  answer: null,
  body: null,
  silence: null,
  statuses: {},
  location: null,
  firstAnswerMs: null,
  slowestAnswerMs: null,
  unanswered: [],
});

function rowsOf({ name, answer }: Resolution, lanes: readonly Lane[]): readonly AddressVisits[] {
  if (!answer.ok) return [];
  return answer.value.flatMap(({ address, family }, order) => {
    const lane = lanes.find((candidate) => candidate.address === address);
    return lane === undefined ? [] : [{ ...lane, name, family, order }];
  });
}

/** @returns whether the address settled promptly; then it is visited properly later, and this connect is not counted. */
async function scout(lane: Lane, context: GatherContext): Promise<boolean> {
  const connected = await connectTo(lane.address, context.target.port, context.timeoutMs);
  if (connected.connectMs < PROMPT_MS) {
    if (connected.outcome === 'accepted') connected.socket.destroy();
    return true;
  }
  await finishVisit(lane, connected, context);
  return false;
}

async function visitPrompt(lanes: readonly Lane[], context: GatherContext): Promise<void> {
  for (let round = 0; round < ROUNDS && !context.signal.aborted; round += 1) {
    context.watch({ kind: 'pass', text: 'addresses', done: round, of: ROUNDS });
    const open = lanes.filter((lane) => isWorthAnother(lane) && !isSlowEnough(lane.cold));
    // In turn from either end: a server that is slow every second time is slow on all addresses alike.
    for (const lane of round % 2 === 0 ? open : open.toReversed()) {
      await finishVisit(lane, await connectTo(lane.address, context.target.port, context.timeoutMs), context);
    }
  }
  for (const lane of lanes.filter(({ body }) => body === 'whole')) await warmVisits(lane, context);
}

/** A body that was given up after the whole bound, or after 32 MiB, is not read six times more. */
const isWorthAnother = ({ silence, body }: Lane): boolean =>
  silence === null && body !== 'unfinished' && body !== 'too-long';

/** Whether the last two visits were slow and all together took long enough to tell what is typical. */
const isSlowEnough = (visits: readonly { readonly totalMs: number | null }[]): boolean =>
  visits.length >= 2 &&
  visits.slice(-2).every(({ totalMs }) => (totalMs ?? 0) >= SLOW_VISIT_MS) &&
  visits.reduce((sum, { totalMs }) => sum + (totalMs ?? 0), 0) >= ENOUGH_OF_SLOW_MS;

async function finishVisit(
  lane: Lane,
  connected: Awaited<ReturnType<typeof connectTo>>,
  { target, signal, timeoutMs }: GatherContext,
): Promise<void> {
  const { outcome, connectMs } = connected;
  if (connected.outcome !== 'accepted') {
    lane.cold.push({ connect: outcome, connectMs, firstByteMs: null, totalMs: null });
    return;
  }
  const startMs = performance.now();
  const visit = await visitOn(connected.socket, target, { signal, timeoutMs });
  connected.socket.destroy();
  // What the end of the command cut off says nothing about the server.
  if (!visit.ok && signal.aborted) return;
  note(lane, visit, performance.now() - startMs);
  // A server may repeat what it was asked for.
  const secrets = queryValuesOf(target.path);
  if (!visit.ok) {
    const silence = await lookAgain(visit.silence, { address: lane.address, target }, { signal, timeoutMs });
    lane.silence = withTexts(silence, (text) => withoutValues(text, secrets));
    lane.cold.push({ connect: outcome, connectMs, firstByteMs: null, totalMs: null });
    return;
  }
  const { firstByteMs, totalMs, status, server, body } = visit.value;
  if (
    lane.answer === null &&
    (await isTlsBehind400(status, { address: lane.address, target }, { signal, timeoutMs }))
  ) {
    lane.silence = { kind: 'speaks-tls' };
    lane.cold.push({ connect: outcome, connectMs, firstByteMs: null, totalMs: null });
    return;
  }
  lane.answer = { status, server: server === null ? null : withoutValues(server, secrets) };
  lane.body = body;
  lane.cold.push({
    connect: outcome,
    connectMs,
    firstByteMs: connectMs + firstByteMs,
    totalMs: totalMs === null ? null : connectMs + totalMs,
  });
}

/** What every visit adds to the lane, cold or warm. An interruption of ours is no silence of the server's. */
function note(lane: Lane, visit: Visited, waitedMs: number): void {
  if (!visit.ok) {
    const { kind } = visit.silence;
    if (kind !== 'aborted') lane.unanswered.push({ code: kind, waitedMs });
    return;
  }
  const { status, location, firstByteMs } = visit.value;
  lane.statuses[status] = (lane.statuses[status] ?? 0) + 1;
  lane.location = location ?? lane.location;
  lane.firstAnswerMs ??= firstByteMs;
  lane.slowestAnswerMs = Math.max(lane.slowestAnswerMs ?? 0, firstByteMs);
}

/** A server may close a kept connection whenever it likes: that is no answer withheld. */
const closedByServer: ReadonlySet<Silence['kind']> = new Set(['closes', 'resets']);

async function warmVisits(lane: Lane, context: GatherContext): Promise<void> {
  const kept = await keepConnection(lane.address, context);
  if (kept === null) return;
  const seen: WarmVisit[] = [];
  while (seen.length <= WARM_VISITS && !isSlowEnough(seen) && !context.signal.aborted) {
    const startMs = performance.now();
    const visit = await kept.visit();
    if (visit.ok || !closedByServer.has(visit.silence.kind)) note(lane, visit, performance.now() - startMs);
    if (!visit.ok || visit.value.totalMs === null) break;
    seen.push({ firstByteMs: visit.value.firstByteMs, totalMs: visit.value.totalMs });
  }
  // The first answer on the connection is a cold one and was measured as such.
  lane.warm.push(...seen.slice(1));
  kept.close();
}
