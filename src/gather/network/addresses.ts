import { setTimeout as sleep } from 'node:timers/promises';
import type { Addresses, AddressVisits, Resolution } from '../../model/evidence.ts';
import { got } from '../../model/outcome.ts';
import { isLoopbackAddress, isLoopbackName, type Target } from '../../model/target.ts';
import { type AddressRecord, newRecord } from './address-record.ts';
import { connectTo } from './connect.ts';
import type { GatherContext } from '../context.ts';
import { gatherer } from '../contract.ts';
import { resolve } from '../names/resolution.ts';
import { contactable, mayContact } from '../reach.ts';
import { finishVisit, TITLE, visitInTurn } from './visit-addresses.ts';

/** A loopback connect takes 0.1 ms. An address that takes longer than this does not delay the others. */
const PROMPT_MS = 100;
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
  // An address of another machine was not contacted, which is evidence. An address that an abort cut off is left out.
  const isKnown = (record: AddressRecord): boolean => record.cold.length > 0 || !records.includes(record);
  const found = (): Addresses => ({
    resolutions,
    visits: resolutions.flatMap((resolution) => rowsOf(resolution, all.filter(isKnown))),
  });
  await visitInTurn(
    records.filter((record) => !slow.has(record)),
    // A server that is connected to at the same time is not watched.
    slow.size === 0 ? context : { ...context, inside: null },
    () => tellSoFar(context, found()),
  );
  await Promise.all(connecting);
  return found();
}

/** Evidence before it is complete, so that the progress can show a cause. */
function tellSoFar({ onEvidence, inside }: GatherContext, found: Addresses): void {
  const taken = { takenAt: new Date().toISOString(), tookMs: 0 };
  onEvidence?.({ kind: 'addresses', ...taken, outcome: got(found) });
  const waits = inside?.outcome() ?? null;
  if (waits !== null) onEvidence?.({ kind: 'waits', ...taken, outcome: waits });
}

/** Without a response, visits that an abort cut off would look like a server that does not answer. */
const hasAnswer = ({ visits }: Addresses, { host }: Target): boolean =>
  visits.some(({ name, answer }) => name === host && answer !== null);

export const addresses = gatherer({
  kind: 'addresses',
  title: TITLE,
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
