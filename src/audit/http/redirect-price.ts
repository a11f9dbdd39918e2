import type { Addresses } from '../../model/evidence.ts';
import type { Redirects } from '../../model/redirects.ts';
import type { Target } from '../../model/target.ts';
import { lookupMs } from '../names/lookup-times.ts';
import { accepts, connectMs, rowsFor } from '../network/address-facts.ts';

/** Another name of this server that the last redirect leads to, and the time to reach it. */
export interface OtherHost {
  readonly host: string;
  readonly ms: number;
}

export interface RedirectPrice {
  /** Of all redirects, and of the way to another name of this server. */
  readonly costMs: number;
  readonly elsewhere: OtherHost | null;
}

export function priceOf({ hops }: Redirects, addresses: Addresses, target: Target): RedirectPrice {
  const elsewhere = otherHost(hops.at(-1)?.place ?? '', addresses, target);
  return { costMs: hops.reduce((sum, hop) => sum + hop.ms, elsewhere?.ms ?? 0), elsewhere };
}

/** Null where the Location is relative, or names the target's own host, another port or a name that was not examined. */
function otherHost(place: string, addresses: Addresses, { host, port, scheme }: Target): OtherHost | null {
  const name = nameIn(place, scheme, port);
  if (name === null || name === host.toLowerCase()) return null;
  const rows = rowsFor(addresses, name);
  const first = rows.findIndex(accepts);
  if (first === -1) return null;
  const lostMs = rows.slice(0, first).reduce((sum, row) => sum + connectMs(row), 0);
  return { host: name, ms: (lookupMs(addresses, name) ?? 0) + lostMs };
}

const defaultPorts = { http: 80, https: 443 } as const;

/** The host of an absolute URL with this scheme and port. */
function nameIn(place: string, scheme: Target['scheme'], port: number): string | null {
  const found = /^(https?):\/\/(\[[^\]]+\]|[^/:]+)(?::(\d+))?/i.exec(place);
  if (found === null) return null;
  const [, itsScheme = '', name = '', itsPort] = found;
  const isSame = itsScheme.toLowerCase() === scheme && Number(itsPort ?? defaultPorts[scheme]) === port;
  return isSame ? name.replaceAll(/[[\]]/g, '').toLowerCase() : null;
}
