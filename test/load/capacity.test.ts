import { expect, test } from 'vitest';
import { findCapacity, type RateTrial } from '../../src/load/capacity.ts';

/** A server that meets its threshold up to a rate, and a generator that can send up to another rate. */
const between =
  (server: number, generator = Infinity) =>
  async (perSecond: number): Promise<RateTrial> => ({
    perSecond,
    actualMs: perSecond <= server ? 10 : 100,
    met: perSecond <= server,
    generatorFailed: perSecond > generator,
  });

test.each([[1.5], [5], [15], [25], [730], [6_000]])(
  'a server that holds %f/s is found within a twentieth, from below',
  async (holds) => {
    const { found, perSecond, tried } = await findCapacity(between(holds));
    expect(found).toBe('exactly');
    expect(perSecond).toBeLessThanOrEqual(holds);
    expect(perSecond).toBeGreaterThanOrEqual(holds / 1.06);
    expect(new Set(tried.map((trial) => trial.perSecond)).size).toBe(tried.length);
    expect(tried.length).toBeLessThanOrEqual(15);
  },
);

test.each([
  ['the generator gives up first: at least what it could send', between(5_000, 1_000), 'at-least', 640],
  ['every rate meets the threshold: at least the highest rate', between(Infinity), 'at-least', 10_240],
  ['the lowest rate is too much already', between(0.5), 'nothing', null],
  ['the generator fails at the first rate', between(5_000, 1), 'nothing', null],
] as const)('%s', async (_what, attempt, found, perSecond) => {
  expect(await findCapacity(attempt)).toMatchObject({ found, perSecond });
});

test('an interrupted search returns the highest rate that met the threshold until then', async () => {
  const attempt = between(5_000);
  const found = await findCapacity(async (perSecond) => (perSecond > 100 ? null : attempt(perSecond)));
  expect(found).toMatchObject({ found: 'at-least', perSecond: 80 });
});
