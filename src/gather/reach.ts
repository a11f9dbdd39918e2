import { isIPv4, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { ToolError } from '../model/error.ts';
import type { ResolvedAddress } from '../model/evidence.ts';
import { authority, isAddressLiteral, isLoopbackAddress, isLoopbackName, type Target } from '../model/target.ts';
import { askOnce } from './names/resolution.ts';

/** Decides whether an address may be contacted. `allowRemote` is the host that --allow-remote names. */
export interface Reach {
  readonly target: Target;
  readonly allowRemote?: string | null;
}

/**
 * Whether packets to the address stay on this machine: loopback, an address of one of its interfaces, or the wildcard,
 * which connects to loopback. An interface may appear during a run (a VPN), so the interfaces are read each time.
 */
export function isThisMachine(address: string): boolean {
  if (isLoopbackAddress(address)) return true;
  const wanted = canonical(address);
  if (wanted === '0.0.0.0' || wanted === '::') return true;
  return Object.values(networkInterfaces()).some((each) => each?.some((own) => canonical(own.address) === wanted));
}

/** IPv6 in the form of RFC 5952 without its zone; an IPv4 address written as IPv6 as the IPv4 address. */
function canonical(address: string): string {
  const bare = address.replace(/%.*$/, '');
  if (isIPv4(bare) || !isIPv6(bare)) return bare;
  const six = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(six) ?? [];
  if (high === undefined || low === undefined) return six;
  const [first, second] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return [first >> 8, first & 255, second >> 8, second & 255].join('.');
}

/** Allows addresses of this machine, and the host or the address that --allow-remote names. */
export const mayContact = (address: string, { target, allowRemote }: Reach): boolean =>
  isThisMachine(address) ||
  (typeof allowRemote === 'string' && (allowRemote === target.host || canonical(allowRemote) === canonical(address)));

/**
 * The addresses of the target that a probe may contact. A loopback name may have none left and is still examined, since
 * a foreign address behind it is a finding; that address is not contacted.
 * @throws ToolError `remote-target` (exit 2) if another name resolves to other machines only.
 */
export function contactable(addresses: readonly ResolvedAddress[], reach: Reach): readonly ResolvedAddress[] {
  const left = addresses.filter(({ address }) => mayContact(address, reach));
  const [elsewhere] = addresses;
  if (left.length > 0 || elsewhere === undefined || isLoopbackName(reach.target.host)) return left;
  throw remoteTarget(reach.target, elsewhere.address);
}

/** Whether every address of the target is of this machine. */
export const isOnThisMachine = async ({ host }: Target): Promise<boolean> =>
  (await addressesOf(host)).every(({ address }) => isThisMachine(address));

/**
 * Required before load, sign-in and security checks, which connect by name. Each address of the target has to be of
 * this machine, or of the host that --allow-remote names.
 * @throws ToolError `remote-target` (exit 2) when one is not.
 */
export async function stayOnThisMachine(target: Target, allowRemote: string | null): Promise<void> {
  if (target.auth !== undefined) await stayOnThisMachine(target.auth, allowRemote);
  const addresses = await addressesOf(target.host);
  const elsewhere = addresses.find(({ address }) => !mayContact(address, { target, allowRemote }));
  if (elsewhere !== undefined) throw remoteTarget(target, elsewhere.address);
}

async function addressesOf(host: string): Promise<readonly ResolvedAddress[]> {
  if (isAddressLiteral(host)) return [{ address: host, family: host.includes(':') ? 6 : 4 }];
  const answer = await askOnce(host);
  return answer.ok ? answer.value : [];
}

const remoteTarget = ({ host, port, scheme }: Target, address: string): ToolError =>
  new ToolError(
    'remote-target',
    `${host} is ${address === host ? '' : `${address}, `}another machine. Nothing was sent to it: whyslow stays on this ` +
      `machine unless you name the other one: --allow-remote ${host}` +
      (isLoopbackName(host)
        ? `. whyslow diagnose ${scheme}://${authority(host, port)} says what to change in the hosts file`
        : ''),
  );
