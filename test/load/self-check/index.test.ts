import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startSelfCheck } from '../../../src/load/self-check/index.ts';

const BLOCKED_MS = 300;

function block(): void {
  const until = performance.now() + BLOCKED_MS;
  while (performance.now() < until);
}

test('a generator that was blocked during the trial fails the self-check', async () => {
  await turn();
  const watch = startSelfCheck();
  await sleep(20);
  block();
  await sleep(5);
  const { valid, signals } = watch.conclude(1);
  expect(valid).toBe(false);
  expect(signals.filter(({ level }) => level === 'red').map(({ name }) => name)).toContain('event-loop delay, mean');
});

test('the same delay is no problem where responses take a minute', async () => {
  const watch = startSelfCheck();
  await sleep(20);
  block();
  await sleep(5);
  const delay = watch.conclude(60_000).signals.find(({ unit }) => unit === 'ms');
  expect(delay).toMatchObject({ level: 'green' });
});
