import type { Addresses, AddressVisits, Listeners } from '../../model/evidence.ts';
import type { Advice, Fact } from '../../model/finding.ts';
import { otherPortsText } from '../../model/other-ports.ts';
import { silenceAdvice, silenceText } from '../../model/silence-text.ts';
import { isLoopbackAddress, isLoopbackName, type Target } from '../../model/target.ts';
import { audit, notApplicable, pass } from '../contract.ts';
import { accepts, rowsFor, useAddress } from './address-facts.ts';

export const unreachableTarget = audit({
  id: 'unreachable-target',
  title: 'no address answers HTTP',
  holds: 'an address answers HTTP',
  needs: ['addresses'],
  uses: ['listeners'],
  check({ addresses, listeners }, { target }) {
    const own = rowsFor(addresses, target.host);
    if (own.some(({ answer }) => answer !== null)) return pass(`${target.url} answers`);
    if (leadsElsewhereOnly(addresses, target)) {
      return notApplicable(`no address of ${target.host} was contacted; see foreign-localhost-entry`);
    }
    const elsewhere = addresses.visits.find(({ answer }) => answer !== null);
    return {
      outcome: 'fail',
      severity: 'high',
      costMs: null,
      summary: summaryOf(addresses, own, target),
      facts: [...factsOf(own, target), ...portsFact(listeners)],
      advice:
        unresolvedIn(addresses, target) === undefined
          ? adviceFor(target, own, elsewhere, listeners?.listeners.length === 0)
          : [nameAdvice(target, elsewhere)],
    };
  },
});

/** Whether a loopback name has only other addresses. They were not contacted and are another finding. */
function leadsElsewhereOnly({ visits }: Addresses, { host }: Target): boolean {
  const own = visits.filter(({ name }) => name === host);
  if (!isLoopbackName(host) || own.length === 0) return false;
  return own.every(({ address, cold }) => cold.length === 0 && !isLoopbackAddress(address));
}

/** The result of each address. Empty for a single address without an answer, which the summary states. */
const factsOf = (own: readonly AddressVisits[], target: Target): readonly Fact[] =>
  own.length === 1 && own[0]?.silence !== null
    ? []
    : own.map((row) => ({ kind: 'text', text: `${row.address}: ${resultOf(row, target)}` }));

function portsFact(listeners: Listeners | undefined): readonly Fact[] {
  const text = otherPortsText(listeners?.otherPorts ?? []);
  return text === '' ? [] : [{ kind: 'text', text }];
}

const resultOf = ({ silence, cold }: AddressVisits, target: Target): string =>
  silence === null ? (cold.at(-1)?.connect ?? 'not tried') : silenceText(silence, target, cold.at(-1)?.connectMs);

const unresolvedIn = ({ resolutions }: Addresses, { host }: Target): string | undefined =>
  resolutions.flatMap(({ name, answer }) => (name === host && !answer.ok ? [answer.message] : []))[0];

/** A name without an address says nothing about the port. Browsers resolve names below localhost without asking (RFC 6761 §6.3). */
function nameAdvice(target: Target, elsewhere: AddressVisits | undefined): Advice {
  if (elsewhere !== undefined) return useAddress(target, elsewhere.address, null);
  const { host } = target;
  if (!isLoopbackName(host)) {
    return { do: `check the spelling of ${host}, or name its address`, command: null, where: 'client', savesMs: null };
  }
  return {
    do: `add this line to the hosts file, or use localhost: browsers resolve ${host} themselves, other programs ask the system`,
    command: `127.0.0.1 ${host}`,
    where: 'machine',
    savesMs: null,
  };
}

function summaryOf(addresses: Addresses, own: readonly AddressVisits[], target: Target): string {
  const unresolved = unresolvedIn(addresses, target);
  if (unresolved !== undefined) return `${unresolved}.`;
  const silent = own.find(({ silence }) => silence !== null);
  if (silent !== undefined) return `${capital(resultOf(silent, target))}.`;
  if (own.some(accepts)) return `Port ${target.port} accepts connections but gives no ${target.scheme} answer.`;
  return `No address of ${target.host} accepts a connection on port ${target.port}.`;
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function adviceFor(
  target: Target,
  own: readonly AddressVisits[],
  elsewhere: AddressVisits | undefined,
  noListener: boolean,
): readonly Advice[] {
  if (elsewhere !== undefined) return [useAddress(target, elsewhere.address, null)];
  const silence = own.find((row) => row.silence !== null)?.silence ?? null;
  if (silence !== null) return [silenceAdvice(silence, target)];
  const what = noListener
    ? `no process listens on port ${target.port}: start the server, or check the port`
    : 'check host, port and scheme';
  return [{ do: what, command: null, where: 'server', savesMs: null }];
}
