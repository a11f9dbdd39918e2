import type { SuiteResult } from '../model/suite.ts';

/** The parts of an answer, as the server reports them (Server-Timing), largest first. */
export interface ServerParts {
  readonly parts: readonly { readonly name: string; readonly meanMs: number; readonly p95Ms: number }[];
  /** The rest of the mean answer. 0 where parts overlap and add up to more than the whole. */
  readonly otherMs: number;
}

/** `total` is by convention the sum of the other parts, so it is left out. */
export function serverParts({
  serverTimingMs,
  serviceMs,
}: Pick<SuiteResult, 'serverTimingMs' | 'serviceMs'>): ServerParts {
  if (serviceMs === null) return { parts: [], otherMs: 0 };
  const parts = Object.entries(serverTimingMs)
    .filter(([name]) => !/^total$/i.test(name))
    .map(([name, { mean, p95 }]) => ({ name, meanMs: mean, p95Ms: p95 }))
    .toSorted((a, b) => b.meanMs - a.meanMs);
  const partsMs = parts.reduce((sum, { meanMs }) => sum + meanMs, 0);
  return { parts, otherMs: parts.length === 0 ? 0 : Math.max(0, serviceMs.mean - partsMs) };
}
