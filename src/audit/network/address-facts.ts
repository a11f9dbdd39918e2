import type { Addresses, AddressVisits, ConnectOutcome, Listeners } from '../../model/evidence.ts';
import type { Advice, Opinion } from '../../model/finding.ts';
import { authority, isAddressLiteral, isLoopbackAddress, type Target } from '../../model/target.ts';
import { median } from '../../stats/quantile.ts';
import { atServer } from '../../stacks/remedy.ts';
import { cannotOccur, notApplicable, type Subject } from '../contract.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';

/**
 * A refusal on loopback is an RST that the kernel sends at once: under a millisecond. 100 ms is a hundred times that,
 * and a tenth of the first retransmission timer (RFC 6298 §2.1: 1 s).
 */
export const LATE_MS = 100;

/** The addresses of one name in the resolver's order; one that an interruption kept from being tried is no evidence. */
export const rowsFor = ({ visits }: Addresses, name: string): readonly AddressVisits[] =>
  visits.filter((visit) => visit.name === name && visit.cold.length > 0).sort((a, b) => a.order - b.order);

/** Why a rule about two addresses has too few: the name leads to one, or an interruption kept the others from being tried. */
export function fewerThanTwo({ visits }: Addresses, name: string): Opinion {
  const own = visits.filter((visit) => visit.name === name);
  if (own.length === 1 && own.every(({ cold }) => cold.length > 0)) return cannotOccur(`${name} has one address`);
  return notApplicable(own.length === 0 ? `${name} has no address` : `not every address of ${name} was tried`);
}

/** Whoever writes 127.0.0.1 is spared, but should know what `localhost` would cost the next one. */
export const nameToJudge = ({ host }: Target): string =>
  isAddressLiteral(host) && isLoopbackAddress(host) ? 'localhost' : host;

/** Whether every cold connect ended in this way; an address that was never tried did not. */
export const always = ({ cold }: AddressVisits, outcome: ConnectOutcome): boolean =>
  cold.length > 0 && cold.every(({ connect }) => connect === outcome);

export const answers = ({ answer }: AddressVisits): boolean => answer !== null;

export const accepts = ({ cold }: AddressVisits): boolean => cold.some(({ connect }) => connect === 'accepted');

/** The kinds of silence that the bound of the visit ended. */
const boundReached: ReadonlySet<string> = new Set(['hangs', 'header-stalls', 'tls-hangs']);

/** How long an answer was waited for on an accepted connection until the bound; null where none was cut off by it. */
export function cutOffMs({ answer, unanswered }: AddressVisits): number | null {
  const waits = unanswered.flatMap(({ code, waitedMs }) => (boundReached.has(code) ? [waitedMs] : []));
  return answer !== null || waits.length === 0 ? null : Math.max(...waits);
}

export const connectMs = ({ cold }: AddressVisits): number => median(cold.map((visit) => visit.connectMs));

export const totalMs = ({ cold }: AddressVisits): number | null => {
  const totals = cold.flatMap((visit) => visit.totalMs ?? []);
  return totals.length === 0 ? null : median(totals);
};

/** "shop-server (pid 4242) listens on 127.0.0.1:8000 only.", as far as it is known. */
export function whoListens(listeners: Listeners | undefined): string | null {
  const [first] = listeners?.listeners ?? [];
  if (first === undefined || listeners === undefined) return null;
  const places = listeners.listeners.map(({ address, port }) => authority(address, port)).join(', ');
  const who = first.command === null ? 'The server' : `${first.command} (pid ${first.pid})`;
  return `${who} listens on ${places}${listeners.listeners.length === 1 ? ' only' : ''}.`;
}

/** What the target says it is, from any answer it gave. */
export const serverHeader = ({ visits }: Addresses): string | null =>
  visits.find(({ answer }) => answer !== null)?.answer?.server ?? null;

/** The smallest change: the client writes the address that answers. */
export const useAddress = (target: Target, address: string, savesMs: number | null): Advice => ({
  do: `use ${address} in the client`,
  command: `${target.scheme}://${authority(address, target.port)}`,
  where: 'client',
  savesMs,
});

/** The lasting change: the server listens where its clients look for it. */
export const listenOnBoth = (
  finding: string,
  { listeners, working }: { readonly listeners: Listeners | undefined; readonly working: AddressVisits },
  subject: Subject,
  savesMs: number | null,
): readonly Advice[] =>
  adviceFor(
    finding,
    serverRemedies(listeners, working.answer?.server ?? null),
    factsFor(subject, { peer: working.address, savesMs }),
    bothFamilies,
  );

const bothFamilies = atServer(({ port }) => ({
  do: `make the server listen on 127.0.0.1 and on ::1, port ${port}`,
  command: null,
}));
