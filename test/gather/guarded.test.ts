import { expect, test } from 'vitest';
import { guarded, guardedResult } from '../../src/gather/guarded.ts';
import { untilStopped } from '../../src/gather/time-limit.ts';
import { ToolError } from '../../src/model/error.ts';
import { InternalError, internalErrorText } from '../../src/model/internal-error.ts';
import type { Progress } from '../../src/model/progress.ts';

function context() {
  const controller = new AbortController();
  const reported: Progress[] = [];
  return {
    controller,
    reported,
    signal: controller.signal,
    watch: (progress: Progress) => void reported.push(progress),
  };
}

const never = (): Promise<void> => new Promise(() => {});

test('gathering that ends is no error', async () => expect(await guarded(context(), async () => {})).toBeNull());

test('an error thrown by a member is reported and returned', async () => {
  const { reported, ...rest } = context();
  const thrown = new TypeError('a bug');
  expect((await guarded(rest, () => Promise.reject(thrown)))?.cause).toBe(thrown);
  expect(reported).toEqual([{ kind: 'internal-error', error: thrown }]);
});

test('a mistake of the caller is thrown again', () =>
  expect(guarded(context(), () => Promise.reject(new ToolError('bad-url', 'words')))).rejects.toThrow('words'));

test('gathering does not hang after an error in an event', async () => {
  const { controller, reported, ...rest } = context();
  const thrown = new TypeError('in an event');
  const guarding = guarded(rest, () => untilStopped(never(), rest.signal));
  controller.abort(new InternalError(thrown));
  expect((await guarding)?.cause).toBe(thrown);
  expect(reported).toEqual([{ kind: 'internal-error', error: thrown }]);
});

test('an interruption by the user is not an internal error', async () => {
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
  const { reported, watch } = context();
  const thrown = new RangeError('a bug');
  const throwing = (): string => {
    throw thrown;
  };
  expect(guardedResult(watch, throwing, (error) => internalErrorText(error))).toMatch(/^internal error \(RangeError/);
  expect(reported).toEqual([{ kind: 'internal-error', error: thrown }]);
});
