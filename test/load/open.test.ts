import { expect, test } from 'vitest';
import { endText } from '../../src/model/trial-end.ts';
import type { Sample } from '../../src/load/contract.ts';
import { trialAt, serverWith, users, WARMUP_PER_USER } from './measured.ts';
import type { Rule } from './token-server.ts';

const planned = (perSecond: number) =>
  ({ model: { kind: 'open', perSecond, pace: { kind: 'constant', perSecond } } }) as const;

test('every planned send is made, and not before its time', async () => {
  const { result } = await trialAt(await serverWith(), { ...planned(200), requests: 50, users: users(4) });
  expect(result).toMatchObject({ model: 'open', rate: 200, n: 50, errors: 0, ended: null });
  // The last of fifty is planned 49 · 5 ms after the first.
  expect(result.tookMs).toBeGreaterThanOrEqual(245);
  expect(result.lagMs).not.toBeNull();
});

const STALL_MS = 300;
/** Delays one response after the warm-up. */
const stallOnce: Rule = ({ served }, response) => {
  if (served !== WARMUP_PER_USER + 5) return false;
  setTimeout(() => response.end('{"access":"late","refresh":"late"}'), STALL_MS);
  return true;
};

test('a stall is in the latency of every send that it delayed, though only one response was slow', async () => {
  const samples: Sample[] = [];
  const onSample = (sample: Sample): void => void samples.push(sample);
  const { result } = await trialAt(await serverWith(stallOnce), { ...planned(100), requests: 50, onSample });
  expect(result).toMatchObject({ n: 50, errors: 0 });
  expect(samples.filter(({ serviceUs }) => serviceUs >= (STALL_MS - 5) * 1_000)).toHaveLength(1);
  // Thirty sends were planned into the stall, the last few of them at its very end.
  expect(samples.filter(({ userUs }) => userUs >= 50_000).length).toBeGreaterThanOrEqual(20);
  expect(result.userMs?.p50).toBeGreaterThan(result.serviceMs?.p50 ?? Infinity);
});

test('a wait for a free user is user time and no lag of the generator', async () => {
  const samples: Sample[] = [];
  const onSample = (sample: Sample): void => void samples.push(sample);
  await trialAt(await serverWith(stallOnce), { ...planned(100), requests: 50, onSample });
  const waited = samples.filter(({ userUs, serviceUs }) => userUs - serviceUs >= 50_000);
  expect(waited.length).toBeGreaterThanOrEqual(20);
  for (const { lagUs, userUs, serviceUs } of waited) expect(lagUs).toBeLessThan((userUs - serviceUs) / 2);
});

test('an abort ends a plan that lasts for hours', async () => {
  const interruption = new AbortController();
  const { result } = await trialAt(await serverWith(), {
    ...planned(50),
    requests: 1_000_000,
    signal: interruption.signal,
    onProgress: (taken) => taken === 5 && interruption.abort(),
  });
  expect(endText(result.ended)).toMatch(/^interrupted, [5-9] of 1000000 done$/);
});
