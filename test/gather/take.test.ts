import { expect, test } from 'vitest';
import { take } from '../../src/gather/take.ts';
import { ToolError } from '../../src/model/error.ts';
import { got, gotNothing } from '../../src/model/outcome.ts';

const listeners = got({ listeners: [] });

test('what a gatherer brings is dated and timed evidence of its kind', async () => {
  const taken = await take('listeners', async () => listeners);
  expect(taken).toMatchObject({
    evidence: { kind: 'listeners', outcome: listeners },
    outcome: listeners,
    refusal: null,
  });
  expect(new Date(taken?.evidence.takenAt ?? '').toISOString()).toBe(taken?.evidence.takenAt);
  expect(taken?.evidence.tookMs).toBeGreaterThanOrEqual(0);
});

test('a refusal by the target is a value, and is handed on', async () => {
  const error = new ToolError('auth-failed', 'the login failed', 15);
  const taken = await take('listeners', () => Promise.reject(error));
  expect(taken?.evidence.outcome).toEqual(gotNothing('auth-failed', 'the login failed'));
  expect(taken?.refusal).toBe(error);
});

test('a mistake of ours goes through', async () =>
  expect(take('listeners', () => Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug'));

test('what an abort left without a result is no evidence', async () =>
  expect(await take('listeners', async () => null)).toBe(null));
