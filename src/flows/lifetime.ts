import { tokenTimes } from '../model/auth.ts';
import type { Session } from './contract.ts';

/** When an access token was issued and when it ends, in Unix ms. */
export interface AccessTimes {
  readonly issuedAtMs: number;
  readonly endsAtMs: number;
}

/** Renewal is due when a fifth of the token's lifetime is left, as in common clients, and at most 30 s before its end. */
export const RENEWAL_SHARE = 0.2;
export const LONGEST_RENEWAL_MS = 30_000;

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

/** When the access token of a session should be renewed, in Unix ms; Infinity where no expiry of it is known. */
export function renewAtMs(session: Session): number {
  const times = accessTimes(session);
  if (times === null) return Infinity;
  const { issuedAtMs, endsAtMs } = times;
  return endsAtMs - Math.min(LONGEST_RENEWAL_MS, (endsAtMs - issuedAtMs) * RENEWAL_SHARE);
}
