import type { AddressVisits, Family } from '../../model/evidence.ts';
import { isLoopbackAddress, isLoopbackName } from '../../model/target.ts';
import { audit, notApplicable, pass } from '../contract.ts';
import { accepts, listenOnBoth, rowsFor, useAddress, whoListens } from './address-facts.ts';

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
    if (!isLoopbackName(target.host) && !isLoopbackAddress(target.host))
      return notApplicable('the target is not on loopback');
    const literals = ['127.0.0.1', '::1'].flatMap((address) => rowsFor(addresses, address));
    const open = literals.filter(accepts);
    const closed = literals.filter((row) => refused(row));
    const [working] = open;
    const [missing] = closed;
    if (working === undefined) return notApplicable('no address accepts; see unreachable-target');
    if (open.length === literals.length) return pass('both loopback families accept');
    if (missing === undefined) return notApplicable('the other family is not refused; another finding says what it is');
    if (!namedByBoth(addresses.visits, missing.address))
      return pass(`localhost does not name ${missing.address} here, so nobody tries it`);
    return {
      outcome: 'fail',
      severity: 'low',
      costMs: null,
      summary: `Only ${working.address} accepts; ${missing.address}, which localhost also names, is refused. ${harm[missing.family]}`,
      facts: [{ kind: 'text', text: whoListens(listeners) ?? 'Who listens could not be read here.' }],
      advice: [
        useAddress(target, working.address, null),
        ...listenOnBoth(listeners ?? {}, working.answer?.server ?? null, target, null),
      ],
    };
  },
});

const refused = ({ cold }: AddressVisits): boolean =>
  cold.length > 0 && cold.every(({ connect }) => connect === 'refused');

const namedByBoth = (visits: readonly AddressVisits[], address: string): boolean =>
  visits.some((visit) => visit.name === 'localhost' && visit.address === address);
