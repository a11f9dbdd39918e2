import type { Addresses, AddressVisits, Resolution } from '../../model/evidence.ts';
import type { Target } from '../../model/target.ts';
import { median } from '../../stats/quantile.ts';
import { answers, connectMs, rowsFor } from './address-facts.ts';

/** The price of one new connection by the name of the target, for a client that tries its addresses in order. */
export interface ConnectionPrice {
  readonly lookupMs: number;
  /** The failed connects to the addresses before the first one that answers. */
  readonly failedMs: number;
  readonly connectMs: number;
  readonly row: AddressVisits;
}

/** Null where no address answers. */
export function connectionPrice(addresses: Addresses, { host }: Target): ConnectionPrice | null {
  const rows = rowsFor(addresses, host);
  const at = rows.findIndex(answers);
  const row = rows[at];
  if (row === undefined) return null;
  const failedMs = rows.slice(0, at).reduce((sum, each) => sum + connectMs(each), 0);
  return { lookupMs: lookupMs(addresses.resolutions, host), failedMs, connectMs: connectMs(row), row };
}

function lookupMs(resolutions: readonly Resolution[], host: string): number {
  const times = resolutions.find(({ name }) => name === host)?.lookupsMs ?? [];
  return times.length === 0 ? 0 : median(times);
}
