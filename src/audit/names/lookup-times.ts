import type { Addresses, NameService } from '../../model/evidence.ts';
import { median } from '../../stats/quantile.ts';

/**
 * A hosts line answers in under a millisecond and a name server on the same network in 50 ms. A resolver that takes
 * 150 ms for each lookup waits for something.
 */
export const SLOW_LOOKUP_MS = 150;

/** @returns null for address literals, which are not looked up. */
export function lookupMs({ resolutions }: Addresses, name: string): number | null {
  const lookupsMs = resolutions.find((resolution) => resolution.name === name)?.lookupsMs ?? [];
  return lookupsMs.length === 0 ? null : median(lookupsMs);
}

/** The cost of the search domains: the time that a dot at the end of the name saves. */
export const walkMs = (tookMs: number, { dottedMs, search }: NameService): number | null =>
  dottedMs === null || search.length === 0 ? null : tookMs - dottedMs;

/** Whether the search domains are the main cause: the dot saves more than half of the time. */
export const walkExplains = (tookMs: number, names: NameService): boolean => (walkMs(tookMs, names) ?? 0) > tookMs / 2;
