import { expect, test } from 'vitest';
import { holm } from '../../src/stats/holm.ts';

test.each([
  ['one test is what it was', [0.03], [0.03]],
  // Holm (1979) on four: 0.005·4, 0.01·3, 0.03·2, 0.04·1, none smaller than the one before.
  ['four, each with fewer left beside it', [0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]],
  ['never above one', [0.6, 0.7], [1, 1]],
  ['nothing', [], []],
])('%s', (_what, pValues, adjusted) => {
  expect(holm(pValues).map((p) => Number(p.toFixed(6)))).toEqual(adjusted);
});
