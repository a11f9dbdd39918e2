import { expect, test } from 'vitest';
import { take } from '../../src/gather/take.ts';
import { ToolError } from '../../src/model/error.ts';
import { got, gotNothing } from '../../src/model/outcome.ts';

const listeners = got({ listeners: [] });

test('what a gatherer brings is dated and timed evidence of its kind', async () => {
  const { evidence, outcome, refusal } = await take('listeners', async () => listeners);
  expect(evidence).toMatchObject({ kind: 'listeners', outcome: listeners });
  expect(new Date(evidence.takenAt).toISOString()).toBe(evidence.takenAt);
  expect(evidence.tookMs).toBeGreaterThanOrEqual(0);
  expect([outcome, refusal]).toEqual([listeners, null]);
});

test('a refusal by the target is a value, and is handed on', async () => {
  const error = new ToolError('auth-failed', 'the login failed', 15);
  const { evidence, refusal } = await take('listeners', () => Promise.reject(error));
  expect(evidence.outcome).toEqual(gotNothing('auth-failed', 'the login failed'));
  expect(refusal).toBe(error);
});

test('a mistake of ours goes through', async () =>
  expect(take('listeners', () => Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug'));
