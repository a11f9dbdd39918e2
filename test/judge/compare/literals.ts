import type { ArmBlock, ArmPair, SameArmPair, Rounds } from '../../../src/model/comparison.ts';

export const blockOf = (ms: number, over: Partial<ArmBlock> = {}): ArmBlock => ({
  n: 100,
  errors: 0,
  p50Ms: ms,
  p95Ms: ms,
  valid: true,
  ...over,
});

/** The same noise in every test: between −1 and +1, with mean zero over an even number. */
const wobble = (index: number): number => [0.3, -0.3, 0.9, -0.9, 0.6, -0.6, 0.1, -0.1][index % 8] ?? 0;

export const pairOf = (a: ArmBlock, b: ArmBlock, control: readonly [number, number] = [1, 1]): ArmPair => ({
  a,
  b,
  besideA: blockOf(control[0]),
  besideB: blockOf(control[1]),
  shift: Math.log(b.p50Ms / a.p50Ms),
  controlShift: Math.log(control[1] / control[0]),
});

export const twinsOf = (first: number, second: number): SameArmPair => ({
  first: blockOf(first),
  second: blockOf(second),
  shift: Math.log(second / first),
});

export interface Shape {
  readonly from: number;
  readonly to: number;
  /** Noise of each pair, as a share. */
  readonly noise?: number;
  readonly pairs?: number;
  readonly control?: readonly [number, number];
  readonly over?: Partial<ArmBlock>;
  readonly overB?: Partial<ArmBlock>;
  /** Noise of A against itself, as a share. */
  readonly floor?: number;
}

/** Twenty pairs of a server that changes from the first time to the second. */
export const roundsOf = ({
  from,
  to,
  noise = 0,
  pairs = 20,
  control = [1, 1],
  over,
  overB,
  floor = 0,
}: Shape): Rounds => ({
  suite: 'refresh',
  plannedPairs: 20,
  same: Array.from({ length: 6 }, (_, index) => twinsOf(from, from * Math.exp(floor * (index % 2 === 0 ? 1 : -1)))),
  pairs: Array.from({ length: pairs }, (_, index) =>
    pairOf(blockOf(from, over), blockOf(to * Math.exp(noise * wobble(index)), { ...over, ...overB }), control),
  ),
});
