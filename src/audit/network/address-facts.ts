import type { Addresses, AddressVisits, ConnectOutcome, Listeners } from '../../model/evidence.ts';
import type { Advice, Opinion } from '../../model/finding.ts';
import { authority, isAddressLiteral, isLoopbackAddress, isLoopbackName, type Target } from '../../model/target.ts';
import { median } from '../../stats/quantile.ts';
import { atServer } from '../../stacks/remedy.ts';
import { cannotOccur, notApplicable, type Subject } from '../contract.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';

/**
 * A refusal on loopback is an RST that the kernel sends at once: under a millisecond. 100 ms is a hundred times that,
 * and a tenth of the first retransmission timer (RFC 6298 §2.1: 1 s).
 */
export const LATE_MS = 100;

/** The tried addresses of one name in the resolver's order. An interruption may leave addresses untried. */
export const rowsFor = ({ visits }: Addresses, name: string): readonly AddressVisits[] =>
  visits.filter((visit) => visit.name === name && visit.cold.length > 0).sort((a, b) => a.order - b.order);

/** The outcome of a rule that needs two addresses: the name has only one, or an interruption left the others untried. */
export function fewerThanTwo({ visits }: Addresses, name: string): Opinion {
  const own = visits.filter((visit) => visit.name === name);
  if (own.length === 1 && own.every(({ cold }) => cold.length > 0)) return cannotOccur(`${name} has one address`);
  return notApplicable(own.length === 0 ? `${name} has no address` : `not every address of ${name} was tried`);
}

/** A target of 127.0.0.1 is judged as `localhost`, since other clients use that name. */
export const nameToJudge = ({ host }: Target): string =>
  isAddressLiteral(host) && isLoopbackAddress(host) ? 'localhost' : host;

/** Whether a loopback name has this address, which is not loopback. Another finding names the line of the hosts file. */
export const isForeign = ({ address }: AddressVisits, name: string): boolean =>
  isLoopbackName(name) && !isLoopbackAddress(address);

export const seeForeign = (name: string): string =>
  `${name} first resolves to an address that is not loopback; see foreign-localhost-entry`;

/** Whether every cold connect had this outcome. False for an address that was never tried. */
export const always = ({ cold }: AddressVisits, outcome: ConnectOutcome): boolean =>
  cold.length > 0 && cold.every(({ connect }) => connect === outcome);

export const answers = ({ answer }: AddressVisits): boolean => answer !== null;

export const accepts = ({ cold }: AddressVisits): boolean => cold.some(({ connect }) => connect === 'accepted');

/** The kinds of silence that ended at the bound of the visit. */
const boundReached: ReadonlySet<string> = new Set(['hangs', 'header-stalls', 'tls-hangs']);

/** The wait for an answer on an accepted connection until the bound. Null where no wait reached the bound. */
export function cutOffMs({ answer, unanswered }: AddressVisits): number | null {
  const waits = unanswered.flatMap(({ code, waitedMs }) => (boundReached.has(code) ? [waitedMs] : []));
  return answer !== null || waits.length === 0 ? null : Math.max(...waits);
}

export const connectMs = ({ cold }: AddressVisits): number => median(cold.map((visit) => visit.connectMs));

export const totalMs = ({ cold }: AddressVisits): number | null => {
  const totals = cold.flatMap((visit) => visit.totalMs ?? []);
  return totals.length === 0 ? null : median(totals);
};

/** "shop-server (pid 4242) listens on 127.0.0.1:8000 only.", as far as known. */
export function whoListens(listeners: Listeners | undefined): string | null {
  const [first] = listeners?.listeners ?? [];
  if (first === undefined || listeners === undefined) return null;
  const places = listeners.listeners.map(({ address, port }) => authority(address, port)).join(', ');
  const who = first.command === null ? 'The server' : `${first.command} (pid ${first.pid})`;
  return `${who} listens on ${places}${listeners.listeners.length === 1 ? ' only' : ''}.`;
}

/** The Server header of the first answer. */
export const serverHeader = ({ visits }: Addresses): string | null =>
  visits.find(({ answer }) => answer !== null)?.answer?.server ?? null;

/** The smallest change: the client uses the address that answers. */
export const useAddress = (target: Target, address: string, savesMs: number | null): Advice => ({
  do: `use ${address} in the client`,
  command: `${target.scheme}://${authority(address, target.port)}`,
  where: 'client',
  savesMs,
});

/** The lasting change: the server listens on both addresses of localhost. */
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
