import { expect, test } from 'vitest';
import type { Progress } from '../../src/model/progress.ts';
import { boundedBy, trackProgress, limitReached, limitText, untilStopped } from '../../src/gather/time-limit.ts';
import { stopReasonOf } from '../../src/model/stop.ts';

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

test('the signal is aborted at the limit with that reason', async () => {
  const { signal, release } = boundedBy(new AbortController().signal, 20);
  await aborted(signal);
  expect(stopReasonOf(signal)).toBe('time-limit');
  release();
});

test.each(['interrupted', 'terminated'] as const)('an abort of the caller comes first: %s', (why) => {
  const caller = new AbortController();
  const { signal, release } = boundedBy(caller.signal, 60_000);
  caller.abort(why);
  expect([signal.aborted, stopReasonOf(signal)]).toEqual([true, why]);
  release();
});

test('an abort before the start and one with a reason of its own are interruptions', () => {
  const { signal } = boundedBy(AbortSignal.abort(new Error('enough')), null);
  expect([signal.aborted, stopReasonOf(signal)]).toEqual([true, 'interrupted']);
});

test('a limit above the maximum of a timer does not end the command at once', async () => {
  const { signal, release } = boundedBy(new AbortController().signal, 10 ** 12);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(signal.aborted).toBe(false);
  release();
});

test('any number of abort listeners causes no warning of Node', async () => {
  const warnings: string[] = [];
  const note = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', note);
  const { signal, release } = boundedBy(new AbortController().signal, null);
  for (let listeners = 0; listeners < 200; listeners += 1) signal.addEventListener('abort', () => {});
  // Node emits a warning in the next tick.
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', note);
  release();
  expect(warnings).toEqual([]);
});

test('the wait ends with the work, and the error of the work is thrown', async () => {
  const { signal } = new AbortController();
  await untilStopped(Promise.resolve(), signal);
  await expect(untilStopped(Promise.reject(new Error('ours')), signal)).rejects.toThrow('ours');
});

test('work that hangs, like a lookup, is abandoned after an abort', async () => {
  await expect(untilStopped(new Promise(() => {}), AbortSignal.abort())).resolves.toBeUndefined();
});

test('the last progress before an abort is remembered, not the progress after it', () => {
  const stop = new AbortController();
  const told: Progress[] = [];
  const progress = trackProgress((each) => told.push(each), stop.signal);
  progress.watch({ kind: 'stage', text: 'looking for the login' });
  stop.abort();
  progress.watch({ kind: 'stage', text: 'putting down' });
  expect(progress.latest()).toEqual({ kind: 'stage', text: 'looking for the login' });
  expect(told).toEqual([
    { kind: 'stage', text: 'looking for the login' },
    { kind: 'stage', text: 'putting down' },
  ]);
});

const cut = { title: 'refresh, one at a time', done: 120, of: 300 };

test.each([
  [
    'a pass by its count',
    300_000,
    null,
    cut,
    'time limit of 5 min reached during refresh, one at a time: 120 of 300 requests measured; --time-limit 10m allows more',
  ],
  [
    'a pass by the clock',
    90_000,
    null,
    { ...cut, of: Infinity },
    'time limit of 90 s reached during refresh, one at a time: 120 requests measured; --time-limit 3m allows more',
  ],
  [
    'a stage',
    1_500,
    { kind: 'stage', text: 'looking for the login' },
    null,
    'time limit of 1.5 s reached (looking for the login); --time-limit 3s allows more',
  ],
  [
    'the pairs of a comparison',
    60_000,
    { kind: 'pass', text: 'refresh: A and B in turn', done: 3, of: 20 },
    null,
    'time limit of 1 min reached during refresh: A and B in turn (3 of 20); --time-limit 2m allows more',
  ],
  ['nothing', 1, null, null, 'time limit of 1 ms reached before anything was measured; --time-limit 2ms allows more'],
] as const)('the sentence about %s', (_what, limitMs, latest, cutOff, text) =>
  expect(limitReached(limitMs, latest, cutOff)).toBe(text),
);

test.each([
  [500, '500 ms'],
  [2_000, '2 s'],
  [61_000, '61 s'],
  [7_200_000, '120 min'],
])('%i ms is %s', (ms, text) => expect(limitText(ms)).toBe(text));
