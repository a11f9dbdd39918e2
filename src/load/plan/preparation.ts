import type { Floor } from '../contract.ts';
import type { NullTarget } from '../floor.ts';
import type { RehearsalPlan } from '../rehearsal.ts';
import type { Shape } from './contract.ts';

/** Prepares the generator for a trial. @returns the floor of its latencies; null where it cannot be measured. */
export type Prepare = (shape: Shape, rehearsal: Omit<RehearsalPlan, 'suite'>) => Promise<Floor | null>;

/** Rehearses each suite once. Measures one floor for each number of connections, and again where a shape asks for it. */
export function preparation(nullTarget: NullTarget | null, signal: AbortSignal): Prepare {
  if (nullTarget === null) return () => Promise.resolve(null);
  const rehearsed = new Set<Shape['suite']>();
  const floors = new Map<number, Floor>();
  return async ({ suite, connections, floorAnew }, rehearsal) => {
    if (!rehearsed.has(suite)) await nullTarget.rehearse({ suite, ...rehearsal }, signal);
    rehearsed.add(suite);
    const known = floorAnew ? undefined : floors.get(connections);
    const floor = known ?? (await nullTarget.floor(connections));
    floors.set(connections, floor);
    return floor;
  };
}
