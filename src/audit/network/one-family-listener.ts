import type { AddressVisits, Family, Listeners } from '../../model/evidence.ts';
import type { Opinion } from '../../model/finding.ts';
import { isLoopbackAddress, isLoopbackName, type Target } from '../../model/target.ts';
import { audit, cannotOccur, notApplicable, pass, type Subject } from '../contract.ts';
import { accepts, LATE_MS, listenOnBoth, nameToJudge, rowsFor, useAddress, whoListens } from './address-facts.ts';
import { refusalOf } from './late-refused-first-address.ts';

/** The effect of the missing family on clients that try it first, or try no other. */
function effectOf(missing: Family, platform: string): string {
  if (missing === 4) return 'Clients that try IPv4 first, or only, cannot connect, Java for example.';
  const delay = platform === 'win32' ? 'up to 2 s on Windows' : 'no delay here, 2 s on Windows';
  return `Clients that try ::1 first get a refusal each time: ${delay}, and Node 17–19 fail outright.`;
}

export const oneFamilyListener = audit({
  id: 'one-family-listener',
  title: 'the server listens on one address family only',
  needs: ['addresses'],
  uses: ['listeners', 'windows-connects'],
  check({ addresses, listeners, 'windows-connects': windows }, subject) {
    const { target, platform } = subject;
    if (!isHere(target)) return cannotOccur('the target is not on loopback');
    const literals = ['127.0.0.1', '::1'].flatMap((address) => rowsFor(addresses, address));
    const working = literals.find(accepts);
    const missing = literals.find(refused);
    if (working === undefined) return notApplicable('no address accepts; see unreachable-target');
    if (literals.every(accepts)) return pass('both loopback families accept');
    if (missing === undefined) return notApplicable('the other family is not refused; see the other findings');
    if (target.host === working.address) {
      return pass(
        `the URL names ${working.address}, which accepts; ${missing.address} is refused, to clients of localhost`,
      );
    }
    if (!namedByLocalhost(addresses.visits, missing.address)) {
      return pass(`localhost does not name ${missing.address} here, so no client tries it`);
    }
    if (
      refusalOf(missing, platform, windows).refusalMs > LATE_MS &&
      comesFirst(missing, rowsFor(addresses, nameToJudge(target)))
    ) {
      return notApplicable('the refusal is late; see late-refused-first-address');
    }
    return oneFamily({ working, missing, effect: effectOf(missing.family, platform) }, subject, listeners);
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
  {
    working,
    missing,
    effect,
  }: { readonly working: AddressVisits; readonly missing: AddressVisits; readonly effect: string },
  subject: Subject,
  listeners: Listeners | undefined,
): Opinion => ({
  outcome: 'fail',
  severity: 'low',
  costMs: null,
  summary: `Only ${working.address} accepts; ${missing.address}, to which localhost also resolves, is refused. ${effect}`,
  facts: [{ kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' }],
  advice: [
    useAddress(subject.target, working.address, null),
    ...listenOnBoth('one-family-listener', { listeners, working }, subject, null),
  ],
});
