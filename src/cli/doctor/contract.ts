/** `limited` and `missing` parts have a next step; a diagnosis works without them, and names what it could not read. */
export type PartState = 'works' | 'limited' | 'missing';

/** One thing that whyslow reads or starts, and whether it can here. */
export interface Examined {
  readonly id: string;
  readonly state: PartState;
  /** What was found, without values of environment variables. */
  readonly found: string;
  /** What makes it work; null where it works. */
  readonly next: string | null;
}

export const works = (id: string, found: string): Examined => ({ id, state: 'works', found, next: null });
export const limited = (id: string, found: string, next: string): Examined => ({ id, state: 'limited', found, next });
export const missing = (id: string, found: string, next: string): Examined => ({ id, state: 'missing', found, next });

export interface Versions {
  readonly whyslow: string;
  readonly node: string;
  readonly platform: string;
  readonly architecture: string;
  readonly kernel: string;
}

export interface Doctor {
  readonly versions: Versions;
  readonly parts: readonly Examined[];
}
