import { expect, test } from 'vitest';
import { startSteps, stepResults } from '../../src/load/step-recorder.ts';

const whole = { n: 0, errors: 0, serviceMs: null };

test('each step counts its own right and wrong responses, and has the times of the right ones', () => {
  const steps = startSteps(['create', 'read', 'sign']);
  for (const us of [10_000, 20_000]) steps?.right(0, us);
  steps?.right(1, 4_000);
  steps?.wrong(1);
  expect(stepResults(steps, ['create', 'read', 'sign'], whole)).toMatchObject([
    { id: 'create', n: 2, errors: 0, serviceMs: { mean: 15, max: 20 } },
    { id: 'read', n: 1, errors: 1, serviceMs: { mean: 4 } },
    { id: 'sign', n: 0, errors: 0, serviceMs: null },
  ]);
});

test('a flow of one step has no step recorder: the step has the counts of the flow', () => {
  const steps = startSteps(['refresh']);
  expect(steps).toBeNull();
  expect(stepResults(steps, ['refresh'], { ...whole, n: 7, errors: 2 })).toEqual([
    { id: 'refresh', n: 7, errors: 2, serviceMs: null },
  ]);
});
