import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Addresses, AddressVisits, Resolution, WarmVisit } from '../../model/evidence.ts';
import { got } from '../../model/outcome.ts';
import { queryValuesOf, withoutValues, withTexts } from '../../model/secrets.ts';
import type { Silence } from '../../model/silence.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { isLoopbackAddress, isLoopbackName, type Target } from '../../model/target.ts';
import { type AddressRecord, newRecord, recordVisit } from './address-record.ts';
import { connectTo } from './connect.ts';
import type { GatherContext } from '../context.ts';
import { gatherer } from '../contract.ts';
import { keepConnection } from '../http/kept-connection.ts';
import { resolve } from '../names/resolution.ts';
import { contactable, mayContact } from '../reach.ts';
import { isTlsBehind400, tryOtherProtocols } from './other-protocols.ts';
import { visitOn } from '../http/visit.ts';

/** An answer of seconds is seen a few times in this time; the rest of a diagnosis needs its time too. */
const ENOUGH_IN_ALL_MS = 9_000;
/** Enough cold visits for a p50 that one scheduling delay does not change. */
const ROUNDS = 7;
/** A loopback connect takes 0.1 ms. An address that takes longer than this does not delay the others. */
const PROMPT_MS = 100;
const WARM_VISITS = 7;
/** A few responses distinguish seconds from milliseconds: a slow address is not visited seven times. */
const SLOW_VISIT_MS = 500;
const ENOUGH_OF_SLOW_MS = 3_000;
/** Where only some are slow, so many show that they come in turn. */
const ENOUGH_IN_TURN = 4;

/**
 * Visits every address once a round, in turn, cold and then warm, so that noise affects all of them alike. An address
 * that does not connect promptly gets only its first two connects, which run while the others are measured: a refusal
 * after 2 s costs the user 2 s in all and not 2 s a visit. Addresses of other machines are listed and not contacted,
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
  const all = distinctAddresses(resolutions).map(newRecord);
  const records = all.filter(({ address }) => mayContact(address, context));
  const slow = new Set(records);
  const connecting = records.map(async (record) => {
    if (await connectsPromptly(record, context)) slow.delete(record);
  });
  await Promise.race([Promise.all(connecting), sleep(PROMPT_MS)]);
  await visitPrompt(
    records.filter((record) => !slow.has(record)),
    context,
  );
  await Promise.all(connecting);
  // An address of another machine was not contacted, which is evidence. An address that an abort cut off is left out.
  const known = all.filter((record) => record.cold.length > 0 || !records.includes(record));
  return { resolutions, visits: resolutions.flatMap((resolution) => rowsOf(resolution, known)) };
}

/** Without a response, visits that an abort cut off would look like a server that does not answer. */
const hasAnswer = ({ visits }: Addresses, { host }: Target): boolean =>
  visits.some(({ name, answer }) => name === host && answer !== null);

export const addresses = gatherer({
  kind: 'addresses',
  title: 'probing the addresses',
  when: 'before',
  harm: 'none',
  depth: 'quick',
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

/** The given name and, for this machine, both loopback literals and `localhost`, which users type. */
export function namesFor({ host }: Pick<Target, 'host'>): readonly string[] {
  const isLoopback = isLoopbackName(host) || isLoopbackAddress(host);
  return [...new Set([host, ...(isLoopback ? ['localhost', '127.0.0.1', '::1'] : [])])];
}

const distinctAddresses = (resolutions: readonly Resolution[]): readonly string[] => [
  ...new Set(resolutions.flatMap(({ answer }) => (answer.ok ? answer.value.map(({ address }) => address) : []))),
];

function rowsOf({ name, answer }: Resolution, records: readonly AddressRecord[]): readonly AddressVisits[] {
  if (!answer.ok) return [];
  return answer.value.flatMap(({ address, family }, order) => {
    const record = records.find((candidate) => candidate.address === address);
    return record === undefined ? [] : [{ ...record, name, family, order }];
  });
}

/** A second slow connect confirms the first. Two at once would fill the queue of a listener whose backlog is 1. */
async function connectsPromptly(record: AddressRecord, context: GatherContext): Promise<boolean> {
  const first = firstConnect(record, context);
  if (await Promise.race([first, sleep(PROMPT_MS, false)])) return true;
  return (await Promise.all([first, firstConnect(record, context)])).every(Boolean);
}

/** @returns whether the connect was prompt. Then the address is visited later, and this connect is not counted. */
async function firstConnect(record: AddressRecord, context: GatherContext): Promise<boolean> {
  const connected = await connectTo(record.address, context.target.port, context.timeoutMs);
  if (connected.connectMs < PROMPT_MS) {
    if (connected.outcome === 'accepted') connected.socket.destroy();
    return true;
  }
  await finishVisit(record, connected, context);
  return false;
}

async function visitPrompt(records: readonly AddressRecord[], context: GatherContext): Promise<void> {
  const endMs = performance.now() + ENOUGH_IN_ALL_MS;
  const isTimeLeft = (): boolean => performance.now() < endMs && !context.signal.aborted;
  for (let round = 0; round < ROUNDS && (round === 0 || isTimeLeft()); round += 1) {
    const open = records.filter((record) => isWorthAnother(record) && !isSlowEnough(record.cold));
    // The order alternates, so that a server that is slow every second time is slow on all addresses alike.
    for (const record of round % 2 === 0 ? open : open.toReversed()) {
      if (round === 0 || isTimeLeft())
        await visitOnce(record, round, { ...context, patienceMs: patienceFor(records, context) });
    }
  }
  for (const record of records.filter(({ body }) => body === 'whole')) {
    if (isTimeLeft()) await warmVisits(record, context);
  }
}

async function visitOnce(record: AddressRecord, round: number, context: GatherContext): Promise<void> {
  if (context.signal.aborted) return;
  context.watch({ kind: 'pass', text: passText(record), done: round, of: ROUNDS });
  await finishVisit(record, await connectTo(record.address, context.target.port, context.timeoutMs), context);
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

async function finishVisit(
  record: AddressRecord,
  connected: Awaited<ReturnType<typeof connectTo>>,
  { target, signal, timeoutMs, patienceMs = timeoutMs }: GatherContext,
): Promise<void> {
  const { outcome, connectMs } = connected;
  if (connected.outcome !== 'accepted') {
    record.cold.push({ connect: outcome, connectMs, firstByteMs: null, totalMs: null });
    return;
  }
  const startMs = performance.now();
  const visit = await visitOn(connected.socket, target, { signal, timeoutMs, patienceMs });
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
