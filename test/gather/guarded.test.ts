import { expect, test } from 'vitest';
import { guarded, guardedResult } from '../../src/gather/guarded.ts';
import { untilStopped } from '../../src/gather/time-limit.ts';
import { ToolError } from '../../src/model/error.ts';
import { InternalError, internalErrorText } from '../../src/model/internal-error.ts';
import type { Progress } from '../../src/model/progress.ts';

function context() {
  const controller = new AbortController();
  const told: Progress[] = [];
  return { controller, told, signal: controller.signal, watch: (progress: Progress) => void told.push(progress) };
}

const never = (): Promise<void> => new Promise(() => {});

test('gathering that ends is no error', async () => expect(await guarded(context(), async () => {})).toBeNull());

test('what a member throws is reported and returned', async () => {
  const { told, ...rest } = context();
  const thrown = new TypeError('a bug');
  expect((await guarded(rest, () => Promise.reject(thrown)))?.cause).toBe(thrown);
  expect(told).toEqual([{ kind: 'internal-error', error: thrown }]);
});

test('a mistake of the caller goes through', () =>
  expect(guarded(context(), () => Promise.reject(new ToolError('bad-url', 'words')))).rejects.toThrow('words'));

test('gathering that an event has broken does not hang', async () => {
  const { controller, told, ...rest } = context();
  const thrown = new TypeError('in an event');
  const guarding = guarded(rest, () => untilStopped(never(), rest.signal));
  controller.abort(new InternalError(thrown));
  expect((await guarding)?.cause).toBe(thrown);
  expect(told).toEqual([{ kind: 'internal-error', error: thrown }]);
});

test('an interruption by the user is waited for and is no internal error', async () => {
  const { controller, ...rest } = context();
  const gathering = new Promise<void>((settle) => {
    rest.signal.addEventListener('abort', () => setImmediate(settle));
  });
  const guarding = guarded(rest, () => gathering);
  controller.abort('interrupted');
  expect(await guarding).toBeNull();
});

test('a callback that throws does not hide the error', async () => {
  const throwing = () => {
    throw new Error('the callback');
  };
  const thrown = new TypeError('a bug');
  const { signal } = new AbortController();
  expect((await guarded({ signal, watch: throwing }, () => Promise.reject(thrown)))?.cause).toBe(thrown);
});

test('a conclusion that throws is replaced, and reported', () => {
  const { told, watch } = context();
  const thrown = new RangeError('a bug');
  const throwing = (): string => {
    throw thrown;
  };
  expect(guardedResult(watch, throwing, (error) => internalErrorText(error))).toMatch(/^internal error \(RangeError/);
  expect(told).toEqual([{ kind: 'internal-error', error: thrown }]);
});
