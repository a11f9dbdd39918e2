import { expect, test } from 'vitest';
import { placeOf, serversIn } from '../../../src/reference/store/redis/addresses.ts';
import { confirmBy } from '../../../src/reference/store/redis/replicas.ts';

test.each<[url: string, kind: 'single' | 'cluster', urls: readonly string[]]>([
  ['redis://127.0.0.1:6379/0', 'single', ['redis://127.0.0.1:6379/0']],
  ['redis://a:1,b:2/3', 'single', ['redis://a:1/3', 'redis://b:2/3']],
  ['rediss://me:pa,ss@a:1,b?x=1', 'single', ['rediss://me:pa,ss@a:1?x=1', 'rediss://me:pa,ss@b?x=1']],
  ['redis://[::1]:1,127.0.0.1:2/0', 'single', ['redis://[::1]:1/0', 'redis://127.0.0.1:2/0']],
  ['redis-cluster://:pw@a:1,b:2', 'cluster', ['redis://:pw@a:1', 'redis://:pw@b:2']],
  ['rediss-cluster://a:1', 'cluster', ['rediss://a:1']],
])('the servers of %s', (url, kind, urls) => expect(serversIn(url)).toEqual({ kind, urls }));

test.each([
  ['redis://127.0.0.1:7000/0', { host: '127.0.0.1', port: 7000 }],
  ['redis://[::1]', { host: '::1', port: 6379 }],
])('the place of %s', (url, place) => expect(placeOf(url)).toEqual(place));

const outcomeOf = (confirmed: Promise<void>): Promise<string> =>
  confirmed.then(
    () => 'confirmed',
    (error: unknown) => String(error),
  );

test.each<[what: string, have: number, before: number, after: number, outcome: RegExp]>([
  ['enough replicas', 2, 1, 1, /^confirmed$/],
  ['too few replicas', 1, 1, 1, /unanswered \(1 of 2 replicas have the write/],
  ['a new connection, where WAIT counts every replica', 2, 1, 2, /unanswered \(the connection was lost/],
])('a write is confirmed only by replicas that have it: %s', async (_what, have, before, after, outcome) => {
  let connection = before;
  const wait = async (): Promise<number> => {
    connection = after;
    return have;
  };
  const confirm = confirmBy(2, { connection: () => connection, wait });
  expect(await outcomeOf(confirm(before))).toMatch(outcome);
});

test('an error of WAIT leaves the write unanswered, because the primary has it', async () => {
  const confirm = confirmBy(1, { connection: () => 1, wait: () => Promise.reject(new Error('ERR WAIT on a replica')) });
  expect(await outcomeOf(confirm(1))).toMatch(/unanswered \(ERR WAIT/);
  // The next one is sent all the same.
  expect(await outcomeOf(confirm(1))).toMatch(/unanswered/);
});

test('writes that end during a WAIT share the next one, and none uses the one that was sent before', async () => {
  const sent: ((have: number) => void)[] = [];
  const confirm = confirmBy(1, { connection: () => 1, wait: () => new Promise((resolve) => sent.push(resolve)) });
  const ended: string[] = [];
  const write = (name: string): Promise<number> => confirm(1).then(() => ended.push(name));
  const first = write('first');
  await Promise.resolve();
  await Promise.resolve();
  const rest = [write('second'), write('third')];
  sent[0]?.(1);
  await first;
  expect([sent.length, ended]).toEqual([2, ['first']]);
  sent[1]?.(1);
  await Promise.all(rest);
  expect([sent.length, ended]).toEqual([2, ['first', 'second', 'third']]);
});
