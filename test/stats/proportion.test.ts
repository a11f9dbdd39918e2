import { expect, test } from 'vitest';
import { shareInterval } from '../../src/stats/proportion.ts';

// Newcombe, Statistics in Medicine 17 (1998), table I, method 3 (Wilson).
test.each([
  ['81 of 263', 81, 263, [0.2553, 0.3662]],
  ['15 of 148', 15, 148, [0.0624, 0.1605]],
  ['none of 20', 0, 20, [0, 0.1611]],
  ['1 of 29', 1, 29, [0.0061, 0.1718]],
  ['without counts the interval is 0 to 1', 0, 0, [0, 1]],
])('%s', (_what, hits, n, interval) =>
  expect(shareInterval(hits, n).map((share) => Number(share.toFixed(4)))).toEqual(interval),
);
