import { expect, test } from 'vitest';
import { withDescendants } from '../../../../../src/gather/server/waits/elsewhere/family.ts';

const row = (pid: number, parent: number, started: number | null = null) => ({
  pid,
  parent,
  started,
  program: 'x',
  cpuUs: 0,
  systemUs: null,
});

test('children and their children', () =>
  expect([...withDescendants([10], [row(1, 0), row(10, 1), row(11, 10), row(12, 11), row(20, 1)], null)]).toEqual([
    10, 11, 12,
  ]));

test('whyslow and its descendants are left out', () =>
  expect([...withDescendants([10], [row(10, 1), row(11, 10), row(12, 11), row(13, 12)], 12)]).toEqual([10, 11]));

test('a process that is older than its parent is a child of another process with this number', () =>
  expect([...withDescendants([10], [row(10, 1, 500), row(11, 10, 400), row(12, 10, 600)], null)]).toEqual([10, 12]));

test('processes that are parents of each other end it', () =>
  expect([...withDescendants([10], [row(10, 11), row(11, 10), row(10, 10)], null)]).toEqual([10, 11]));

test('a process without a row', () => expect([...withDescendants([10], [], null)]).toEqual([10]));
