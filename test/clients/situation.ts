import type { AddressConnect, ClientPlatform, ClientSituation } from '../../src/model/client.ts';

/** Connect times of a fast loopback, far from every timer of every algorithm. */
export const QUICK_MS = 0;

export const accepted = (address: string, connectMs = QUICK_MS): AddressConnect => seen(address, 'accepted', connectMs);
export const refused = (address: string, connectMs = QUICK_MS): AddressConnect => seen(address, 'refused', connectMs);
/** The result of a probe with a bound of four seconds at an address that never answers. */
export const silent = (address: string): AddressConnect => seen(address, 'timed-out', 4_000);
export const resets = (address: string): AddressConnect => seen(address, 'reset', QUICK_MS);

const seen = (address: string, connect: AddressConnect['connect'], connectMs: number): AddressConnect => ({
  address,
  family: address.includes(':') ? 6 : 4,
  connect,
  connectMs,
});

interface Wish {
  readonly name?: string;
  readonly platform?: ClientPlatform;
  readonly resolveMs?: number;
  readonly withAddrConfig?: readonly string[];
  readonly unlisted?: readonly AddressConnect[];
}

export const situation = (addresses: readonly AddressConnect[], differences: Wish = {}): ClientSituation => ({
  name: differences.name ?? 'localhost',
  platform: differences.platform ?? 'linux',
  resolveMs: differences.resolveMs ?? 0,
  addresses,
  withAddrConfig: differences.withAddrConfig ?? null,
  unlisted: differences.unlisted ?? [],
});
