import type { Addresses, AddressVisits } from '../../model/evidence.ts';
import type { Advice, Fact } from '../../model/finding.ts';
import { silenceAdvice, silenceText } from '../../model/silence-text.ts';
import { isLoopbackAddress, isLoopbackName, type Target } from '../../model/target.ts';
import { audit, notApplicable, pass } from '../contract.ts';
import { accepts, rowsFor, useAddress } from './address-facts.ts';

export const unreachableTarget = audit({
  id: 'unreachable-target',
  title: 'no address answers HTTP',
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
      facts: factsOf(own, target),
      advice: adviceFor(target, own, elsewhere, listeners?.listeners.length === 0),
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

const resultOf = ({ silence, cold }: AddressVisits, target: Target): string =>
  silence === null ? (cold.at(-1)?.connect ?? 'not tried') : silenceText(silence, target, cold.at(-1)?.connectMs);

function summaryOf({ resolutions }: Addresses, own: readonly AddressVisits[], target: Target): string {
  const unresolved = resolutions.find(({ name, answer }) => name === target.host && !answer.ok);
  if (unresolved?.answer.ok === false) return `${unresolved.answer.message}.`;
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
