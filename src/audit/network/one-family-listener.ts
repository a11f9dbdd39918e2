import type { AddressVisits, Family, Listeners } from '../../model/evidence.ts';
import type { Opinion } from '../../model/finding.ts';
import { isLoopbackAddress, isLoopbackName, type Target } from '../../model/target.ts';
import { audit, cannotOccur, notApplicable, pass } from '../contract.ts';
import {
  accepts,
  connectMs,
  LATE_MS,
  listenOnBoth,
  nameToJudge,
  rowsFor,
  useAddress,
  whoListens,
} from './address-facts.ts';

/** What the missing family does to clients that take the first answer, or one family only. */
const harm: Readonly<Record<Family, string>> = {
  6: 'Clients that try ::1 first lose a connect on it each time: nothing here, 2 s on Windows, and Node 17–19 fail outright.',
  4: 'Clients that try IPv4 first, or only, cannot connect: Java does that.',
};

export const oneFamilyListener = audit({
  id: 'one-family-listener',
  title: 'the server listens on one address family only',
  needs: ['addresses'],
  uses: ['listeners'],
  check({ addresses, listeners }, { target }) {
    if (!isHere(target)) return cannotOccur('the target is not on loopback');
    const literals = ['127.0.0.1', '::1'].flatMap((address) => rowsFor(addresses, address));
    const working = literals.find(accepts);
    const missing = literals.find(refused);
    if (working === undefined) return notApplicable('no address accepts; see unreachable-target');
    if (literals.every(accepts)) return pass('both loopback families accept');
    if (missing === undefined) return notApplicable('the other family is not refused; another finding says what it is');
    if (!namedByLocalhost(addresses.visits, missing.address)) {
      return pass(`localhost does not name ${missing.address} here, so nobody tries it`);
    }
    if (connectMs(missing) > LATE_MS && comesFirst(missing, rowsFor(addresses, nameToJudge(target)))) {
      return notApplicable('the refusal is late; see late-refused-first-address');
    }
    return oneFamily(working, missing, target, listeners);
  },
});

const comesFirst = (missing: AddressVisits, rows: readonly AddressVisits[]): boolean =>
  rows[0]?.address === missing.address;

const isHere = ({ host }: Target): boolean => isLoopbackName(host) || isLoopbackAddress(host);

const refused = ({ cold }: AddressVisits): boolean =>
  cold.length > 0 && cold.every(({ connect }) => connect === 'refused');

const namedByLocalhost = (visits: readonly AddressVisits[], address: string): boolean =>
  visits.some((visit) => visit.name === 'localhost' && visit.address === address);

const oneFamily = (
  working: AddressVisits,
  missing: AddressVisits,
  target: Target,
  listeners: Listeners | undefined,
): Opinion => ({
  outcome: 'fail',
  severity: 'low',
  costMs: null,
  summary: `Only ${working.address} accepts; ${missing.address}, which localhost also names, is refused. ${harm[missing.family]}`,
  facts: [{ kind: 'text', text: whoListens(listeners) ?? 'Who listens could not be read here.' }],
  advice: [
    useAddress(target, working.address, null),
    ...listenOnBoth(listeners, working.answer?.server ?? null, target, null),
  ],
});
