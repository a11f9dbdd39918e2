import type { AddressVisits, Family, Listeners } from '../../model/evidence.ts';
import { type ClientPrediction, isNoticeable } from '../../model/client.ts';
import type { Opinion } from '../../model/finding.ts';
import { isLoopbackAddress, isLoopbackName, type Target } from '../../model/target.ts';
import { clientTable } from '../client-table.ts';
import { audit, cannotOccur, note, notApplicable, pass, type Subject } from '../contract.ts';
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
  holds: 'the server listens on every address of the name',
  needs: ['addresses'],
  uses: ['listeners', 'windows-connects', 'name-service'],
  check({ addresses, listeners, 'windows-connects': windows, 'name-service': names }, subject) {
    const { target, platform } = subject;
    if (!isHere(target)) return cannotOccur('the target is not on loopback');
    const literals = ['127.0.0.1', '::1'].flatMap((address) => rowsFor(addresses, address));
    const working = literals.find(accepts);
    const missing = literals.find(refused);
    if (working === undefined) return notApplicable('no address accepts; see unreachable-target');
    if (literals.every(accepts)) return pass('both loopback families accept');
    if (missing === undefined) return notApplicable('the other family is not refused; see the other findings');
    if (target.host === working.address) {
      return note(
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
    const paying = clientTable({ addresses, names, real: undefined }, subject).filter(isNoticeable);
    const found = { working, missing, effect: effectOf(missing.family, platform), paying };
    if (paying.length > 0) return oneFamily(found, subject, listeners);
    return note(`${missing.address} is refused, and no client in its list waits or fails for ${target.host}`);
  },
});

const comesFirst = (missing: AddressVisits, rows: readonly AddressVisits[]): boolean =>
  rows[0]?.address === missing.address;

const isHere = ({ host }: Target): boolean => isLoopbackName(host) || isLoopbackAddress(host);

const refused = ({ cold }: AddressVisits): boolean =>
  cold.length > 0 && cold.every(({ connect }) => connect === 'refused');

const namedByLocalhost = (visits: readonly AddressVisits[], address: string): boolean =>
  visits.some((visit) => visit.name === 'localhost' && visit.address === address);

interface Found {
  readonly working: AddressVisits;
  readonly missing: AddressVisits;
  readonly effect: string;
  /** The clients that fail or wait, of those that whyslow knows. */
  readonly paying: readonly ClientPrediction[];
}

const MOST_NAMES = 4;

function payingText(paying: readonly ClientPrediction[]): string {
  const titles = paying.slice(0, MOST_NAMES).map(({ title }) => title);
  const more = paying.length - titles.length;
  return `Clients that fail or wait here: ${titles.join(', ')}${more === 0 ? '' : ` and ${more} more`}.`;
}

const oneFamily = (
  { working, missing, effect, paying }: Found,
  subject: Subject,
  listeners: Listeners | undefined,
): Opinion => ({
  outcome: 'fail',
  severity: 'low',
  costMs: null,
  summary: `Only ${working.address} accepts; ${missing.address}, to which localhost also resolves, is refused. ${effect}`,
  facts: [
    { kind: 'text', text: payingText(paying) },
    { kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' },
  ],
  advice: [
    useAddress(subject.target, working.address, null),
    ...listenOnBoth('one-family-listener', { listeners, working }, subject, null),
  ],
});
