import type { Floor } from '../contract.ts';
import type { NullTarget } from '../floor.ts';
import type { Play } from '../rehearsal.ts';
import type { Shape } from './contract.ts';

/** Readies the generator for a pass. @returns the floor under its answers, or null where it cannot be known. */
export type Prepare = (shape: Shape, scene: Omit<Play, 'suite'>) => Promise<Floor | null>;

/** Each suite is rehearsed once; each number of connections has one floor, until a shape asks for it anew. */
export function preparation(nullTarget: NullTarget | null, signal: AbortSignal): Prepare {
  if (nullTarget === null) return () => Promise.resolve(null);
  const rehearsed = new Set<Shape['suite']>();
  const floors = new Map<number, Floor>();
  return async ({ suite, connections, floorAnew }, scene) => {
    if (!rehearsed.has(suite)) await nullTarget.rehearse({ suite, ...scene }, signal);
    rehearsed.add(suite);
    const known = floorAnew ? undefined : floors.get(connections);
    const floor = known ?? (await nullTarget.floor(connections));
    floors.set(connections, floor);
    return floor;
  };
}
