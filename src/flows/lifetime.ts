import { tokenTimes } from '../model/auth.ts';
import type { Session } from './contract.ts';

/** When an access token was issued and when it ends, in Unix ms. */
export interface AccessTimes {
  readonly issuedAtMs: number;
  readonly endsAtMs: number;
}

/**
 * The times of the access token: those that it states itself, else the lifetime that the response stated, which the
 * session keeps as `lifetimeS` or `lifetimeMs`. Null where neither is known.
 */
export function accessTimes({ values, issuedAtMs }: Session): AccessTimes | null {
  const stated = tokenTimes(String(values['access'] ?? ''));
  if (stated !== null) return { issuedAtMs: stated.issuedAtS * 1_000, endsAtMs: stated.expiresAtS * 1_000 };
  const { lifetimeS, lifetimeMs } = values;
  const ms = lifetimeMs === undefined ? Number(lifetimeS) * 1_000 : Number(lifetimeMs);
  return issuedAtMs === undefined || !(ms > 0) ? null : { issuedAtMs, endsAtMs: issuedAtMs + ms };
}
