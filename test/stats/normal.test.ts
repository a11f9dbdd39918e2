import { expect, test } from 'vitest';
import { normalTail } from '../../src/stats/normal.ts';

test.each([
  [0, 0.5],
  [1, 0.158_655],
  [1.96, 0.024_998],
  [3, 0.001_35],
])('beyond %d lies %d', (z, tail) => expect(normalTail(z)).toBeCloseTo(tail, 6));
