/**
 * How much a diagnosis asks. `quick` examines the addresses, `default` sends a healthy server nothing that disturbs it, and
 * `deep` also waits on idle connections and sends many requests at once.
 */
export const depths = ['quick', 'default', 'deep'] as const;
export type Depth = (typeof depths)[number];

/** Whether a diagnosis of this depth includes what is gathered from `least` on. */
export const reaches = (depth: Depth, least: Depth): boolean => depths.indexOf(depth) >= depths.indexOf(least);
