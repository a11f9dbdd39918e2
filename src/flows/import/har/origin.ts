import { ToolError } from '../../../model/error.ts';
import type { Entry } from './entry.ts';

/**
 * The origin whose requests are kept: the given one, else the one with most requests of scripts.
 * @param scripted requests of scripts, in their order.
 * @throws ToolError `bad-har` (2) where there are none.
 */
export function originOf(scripted: readonly Entry[], wanted: string | null): string {
  const counts = new Map<string, number>();
  for (const { split } of scripted) {
    if (split !== null) counts.set(split.origin, (counts.get(split.origin) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  const origin = wanted ?? most?.[0];
  if (origin !== undefined && counts.has(origin)) return origin;
  const found = [...counts.keys()].slice(0, MOST_NAMED).join(', ');
  throw new ToolError(
    'bad-har',
    counts.size === 0
      ? 'The HAR file has no XHR or fetch request to a server. Record again with the network tab open, and export all requests.'
      : `The HAR file has no XHR or fetch request to ${origin}. It has requests to ${found}: name one of them as the target.`,
  );
}

const MOST_NAMED = 5;
