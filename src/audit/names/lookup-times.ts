import type { Addresses, NameService } from '../../model/evidence.ts';
import { median } from '../../stats/quantile.ts';

/**
 * A hosts line answers in under a millisecond and a name server on the same network in 50 ms; 150 ms on each lookup is
 * a resolver that waits for something.
 */
export const SLOW_LOOKUP_MS = 150;

/** @returns null for address literals, which are not looked up. */
export function lookupMs({ resolutions }: Addresses, name: string): number | null {
  const lookupsMs = resolutions.find((resolution) => resolution.name === name)?.lookupsMs ?? [];
  return lookupsMs.length === 0 ? null : median(lookupsMs);
}

/** What the search domains cost: the difference that a dot at the end of the name makes. */
export const walkMs = (tookMs: number, { dottedMs, search }: NameService): number | null =>
  dottedMs === null || search.length === 0 ? null : tookMs - dottedMs;

/** Less than half the time saved by the dot would mean that the walk is not the main cause. */
export const walkExplains = (tookMs: number, names: NameService): boolean => (walkMs(tookMs, names) ?? 0) > tookMs / 2;
