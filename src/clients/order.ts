import type { AddressConnect, ClientSituation } from '../model/client.ts';
import type { Family } from '../model/evidence.ts';
import { isAddressLiteral, isLoopbackName } from '../model/target.ts';
import type { AddressOrder, ClientStack } from './contract.ts';

const LOOPBACK = { 6: '::1', 4: '127.0.0.1' } satisfies Record<Family, string>;

/** The addresses that a client tries, in its order, and those of them that were not measured. */
export interface Route {
  readonly addresses: readonly AddressConnect[];
  readonly unmeasured: readonly string[];
  /** 0 for a built-in list, which needs no lookup. */
  readonly resolveMs: number;
}

export function routeOf(stack: ClientStack, situation: ClientSituation): Route {
  const builtIn = isLoopbackName(situation.name) ? builtInList(stack.order) : null;
  const wanted = builtIn ?? listAsked(stack.order, situation);
  const measured = new Map([...situation.unlisted, ...situation.addresses].map((seen) => [seen.address, seen]));
  const unique = stack.dedupe ? [...new Set(wanted)] : wanted;
  const addresses = unique.flatMap((address) => measured.get(address) ?? []);
  return {
    addresses: interleaves(stack) ? interleaved(addresses) : addresses,
    unmeasured: unique.filter((address) => !measured.has(address)),
    resolveMs: builtIn === null ? situation.resolveMs : 0,
  };
}

function builtInList(order: AddressOrder): readonly string[] | null {
  if (order === 'built-in-ipv6-first') return [LOOPBACK[6], LOOPBACK[4]];
  if (order === 'built-in-ipv4-first') return [LOOPBACK[4], LOOPBACK[6]];
  return null;
}

function listAsked(order: AddressOrder, situation: ClientSituation): readonly string[] {
  const resolved = situation.addresses.map(({ address }) => address);
  switch (order) {
    case 'resolver':
    case 'built-in-ipv6-first':
    case 'built-in-ipv4-first':
      return resolved;
    case 'resolver-addrconfig':
      return asAddrConfig(situation) ?? resolved;
    case 'ipv6-first':
      return familyFirst(situation.addresses, 6);
    case 'ipv4-first':
      return familyFirst(situation.addresses, 4);
    case 'ipv4-only':
      return resolved.filter((address) => !address.includes(':'));
    default:
      return order satisfies never;
  }
}

/**
 * Node uses AI_ADDRCONFIG except on Windows, where the flag would hide loopback on a machine without network. No client
 * looks up a literal address: Node's lookupAndConnect (lib/net.js) goes to internalConnect where isIP(host),
 * aiohttp's _resolve_host (aiohttp/connector.py) returns it where is_ip_address(host). `withAddrConfig` then holds the
 * addresses of localhost, which such a client never tries.
 */
const asAddrConfig = ({ name, platform, withAddrConfig }: ClientSituation): readonly string[] | null =>
  platform === 'win32' || isAddressLiteral(name) ? null : withAddrConfig;

const familyFirst = (addresses: readonly AddressConnect[], family: Family): readonly string[] =>
  [...addresses.filter((seen) => seen.family === family), ...addresses.filter((seen) => seen.family !== family)].map(
    ({ address }) => address,
  );

/** RFC 8305 §4 interleaves the families. Node does the same for its sequential attempts. */
const interleaves = ({ algorithm }: ClientStack): boolean =>
  algorithm.kind === 'staggered' || algorithm.kind === 'sequential-abandoning';

function interleaved(addresses: readonly AddressConnect[]): readonly AddressConnect[] {
  const [first] = addresses;
  if (first === undefined) return [];
  const own = addresses.filter(({ family }) => family === first.family);
  const other = addresses.filter(({ family }) => family !== first.family);
  return Array.from({ length: Math.max(own.length, other.length) }, (_, turn) => [own[turn], other[turn]])
    .flat()
    .filter((seen) => seen !== undefined);
}
