import type { AddressConnect, ClientSituation } from '../model/client.ts';
import type { Family } from '../model/evidence.ts';
import { isLoopbackName } from '../model/target.ts';
import type { ClientStack } from './contract.ts';

const LOOPBACK = { 6: '::1', 4: '127.0.0.1' } satisfies Record<Family, string>;

/** The addresses that a client tries, in its order, and those of them that nobody measured. */
export interface Route {
  readonly addresses: readonly AddressConnect[];
  readonly unmeasured: readonly string[];
  /** A list that is built in costs no lookup. */
  readonly resolveMs: number;
}

export function routeOf(stack: ClientStack, situation: ClientSituation): Route {
  const wanted = wantedAddresses(stack, situation);
  const measured = new Map([...situation.addresses, ...situation.unlisted].map((seen) => [seen.address, seen]));
  const unique = stack.dedupe ? [...new Set(wanted.addresses)] : wanted.addresses;
  const addresses = unique.flatMap((address) => measured.get(address) ?? []);
  return {
    addresses: takesTurns(stack) ? inTurns(addresses) : addresses,
    unmeasured: unique.filter((address) => !measured.has(address)),
    resolveMs: wanted.builtIn ? 0 : situation.resolveMs,
  };
}

interface Wanted {
  readonly addresses: readonly string[];
  readonly builtIn: boolean;
}

function wantedAddresses(stack: ClientStack, situation: ClientSituation): Wanted {
  const resolved = situation.addresses.map(({ address }) => address);
  const builtIn = isLoopbackName(situation.name);
  switch (stack.order) {
    case 'resolver':
      return { addresses: resolved, builtIn: false };
    case 'resolver-addrconfig':
      return { addresses: asAddrConfig(situation) ?? resolved, builtIn: false };
    case 'ipv6-first':
      return { addresses: familyFirst(situation.addresses, 6), builtIn: false };
    case 'ipv4-first':
      return { addresses: familyFirst(situation.addresses, 4), builtIn: false };
    case 'built-in-ipv6-first':
      return { addresses: builtIn ? [LOOPBACK[6], LOOPBACK[4]] : resolved, builtIn };
    case 'built-in-ipv4-first':
      return { addresses: builtIn ? [LOOPBACK[4], LOOPBACK[6]] : resolved, builtIn };
    case 'ipv4-only':
      return { addresses: resolved.filter((address) => !address.includes(':')), builtIn: false };
    default:
      return stack.order satisfies never;
  }
}

/** Node asks with AI_ADDRCONFIG everywhere but on Windows, where the flag would hide loopback on a machine without network. */
const asAddrConfig = ({ platform, withAddrConfig }: ClientSituation): readonly string[] | null =>
  platform === 'win32' ? null : withAddrConfig;

const familyFirst = (addresses: readonly AddressConnect[], family: Family): readonly string[] =>
  [...addresses.filter((seen) => seen.family === family), ...addresses.filter((seen) => seen.family !== family)].map(
    ({ address }) => address,
  );

/** RFC 8305 §4 interleaves the families; Node does the same for its attempts one at a time. */
const takesTurns = ({ algorithm }: ClientStack): boolean =>
  algorithm.kind === 'staggered' || algorithm.kind === 'sequential-abandoning';

function inTurns(addresses: readonly AddressConnect[]): readonly AddressConnect[] {
  const [first] = addresses;
  if (first === undefined) return [];
  const own = addresses.filter(({ family }) => family === first.family);
  const other = addresses.filter(({ family }) => family !== first.family);
  return Array.from({ length: Math.max(own.length, other.length) }, (_, turn) => [own[turn], other[turn]])
    .flat()
    .filter((seen) => seen !== undefined);
}
