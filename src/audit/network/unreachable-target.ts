import type { Addresses, AddressVisits } from '../../model/evidence.ts';
import type { Advice } from '../../model/finding.ts';
import { isLoopbackAddress, isLoopbackName, type Target } from '../../model/target.ts';
import { audit, notApplicable, pass } from '../contract.ts';
import { ms } from '../words.ts';
import { accepts, connectMs, cutOffMs, rowsFor, useAddress } from './address-facts.ts';

export const unreachableTarget = audit({
  id: 'unreachable-target',
  title: 'nothing answers HTTP there',
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
      summary: why(addresses, own, target),
      facts: own.map((row) => ({
        kind: 'text',
        text: `${row.address}: ${row.silence ?? row.cold.at(-1)?.connect ?? 'not tried'}`,
      })),
      advice: adviceFor(target, own, elsewhere, listeners?.listeners.length === 0),
    };
  },
});

/** A name of loopback without a loopback address: what it leads to was left alone, and is another finding. */
function leadsElsewhereOnly({ visits }: Addresses, { host }: Target): boolean {
  const own = visits.filter(({ name }) => name === host);
  if (!isLoopbackName(host) || own.length === 0) return false;
  return own.every(({ address, cold }) => cold.length === 0 && !isLoopbackAddress(address));
}

function why({ resolutions }: Addresses, own: readonly AddressVisits[], target: Target): string {
  const unresolved = resolutions.find(({ name, answer }) => name === target.host && !answer.ok);
  if (unresolved?.answer.ok === false) return `${unresolved.answer.message}.`;
  const late = own.find((row) => cutOffMs(row) !== null);
  if (late !== undefined) {
    return (
      `No answer within ${ms(cutOffMs(late) ?? 0)}: ${late.address} accepted the connection after ` +
      `${ms(connectMs(late))}, the application did not answer.`
    );
  }
  if (own.some(accepts)) return `Port ${target.port} accepts connections but gives no ${target.scheme} answer.`;
  return `No address of ${target.host} accepts a connection on port ${target.port}.`;
}

function adviceFor(
  target: Target,
  own: readonly AddressVisits[],
  elsewhere: AddressVisits | undefined,
  nobody: boolean,
): readonly Advice[] {
  if (elsewhere !== undefined) return [useAddress(target, elsewhere.address, null)];
  const waitedMs = Math.max(...own.map((row) => cutOffMs(row) ?? 0));
  if (waitedMs > 0) return forLateAnswers(waitedMs);
  const what = nobody
    ? `nobody listens on port ${target.port}: start the server, or check the port`
    : 'check host, port and scheme';
  return [{ do: what, command: null, where: 'server', savesMs: null }];
}

const forLateAnswers = (waitedMs: number): readonly Advice[] => [
  {
    do: `wait longer for the answer, to learn what it takes: --timeout ${Math.ceil((6 * waitedMs) / 1_000)}s`,
    command: null,
    where: 'client',
    savesMs: null,
  },
  {
    do: 'look for what the application waits for: a lock, another service, or a worker that is never free',
    command: null,
    where: 'server',
    savesMs: null,
  },
];
