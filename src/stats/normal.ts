/** Two-sided 95 % points of Student's t by degrees of freedom. */
const T_95 = [
  12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.1, 2.09, 2.09,
];
/** For 21 to 40 degrees of freedom, the largest number of blocks: off by 3 % at most. */
const T_95_BEYOND = 2.02;

export const NORMAL_95 = 1.96;

export const studentPoint = (degrees: number): number => T_95[degrees - 1] ?? T_95_BEYOND;

/** The probability that a standard normal number exceeds z, for z ≥ 0; off by 7.5e-8 at most (Abramowitz and Stegun, 26.2.17). */
export function normalTail(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return (
    density * t * (0.319_381_53 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))))
  );
}
