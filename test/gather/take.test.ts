import { expect, test } from 'vitest';
import { take } from '../../src/gather/take.ts';
import { ToolError } from '../../src/model/error.ts';
import { got, gotNothing } from '../../src/model/outcome.ts';

const listeners = got({ listeners: [], otherPorts: [] });

test('the result of a gatherer becomes dated and timed evidence of its kind', async () => {
  const taken = await take('listeners', async () => listeners);
  expect(taken).toMatchObject({
    evidence: { kind: 'listeners', outcome: listeners },
    outcome: listeners,
    refusal: null,
  });
  expect(new Date(taken?.evidence.takenAt ?? '').toISOString()).toBe(taken?.evidence.takenAt);
  expect(taken?.evidence.tookMs).toBeGreaterThanOrEqual(0);
});

test('a refusal by the target becomes evidence and is returned', async () => {
  const error = new ToolError('auth-failed', 'the login failed', 15);
  const taken = await take('listeners', () => Promise.reject(error));
  expect(taken?.evidence.outcome).toEqual(gotNothing('auth-failed', 'the login failed'));
  expect(taken?.refusal).toBe(error);
});

test('an internal error is thrown again', async () =>
  expect(take('listeners', () => Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug'));

test('an abort without a result yields no evidence', async () =>
  expect(await take('listeners', async () => null)).toBe(null));
