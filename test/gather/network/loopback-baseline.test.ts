import { expect, test } from 'vitest';
import { gatherLoopbackBaseline } from '../../../src/gather/network/loopback-baseline.ts';

test('our own listener accepts five times, and a port that was just closed refuses', async () => {
  const { families } = await gatherLoopbackBaseline();
  const four = families.find(({ family }) => family === 4);
  expect(four?.openMs).toHaveLength(5);
  expect(four?.closed.connect).toBe('refused');
});
