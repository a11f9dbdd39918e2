import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { afterAllTimestamps } from '../../src/http/after-timestamps.ts';

test('no task runs while responses still arrive, and then all run in order', async () => {
  const events: string[] = [];
  const timestamp = (name: string): void => {
    events.push(`${name} timestamp`);
    afterAllTimestamps(() => events.push(`${name} task`));
  };
  timestamp('first');
  await turn();
  timestamp('second');
  await turn();
  timestamp('third');
  await turn();
  await turn();
  await turn();
  const timestamps = ['first timestamp', 'second timestamp', 'third timestamp'];
  expect(events).toEqual([...timestamps, 'first task', 'second task', 'third task']);
});

test('a task that is added by a task waits for its own turn', async () => {
  const events: string[] = [];
  afterAllTimestamps(() => {
    events.push('task');
    afterAllTimestamps(() => events.push('added task'));
  });
  for (let turns = 0; turns < 6; turns += 1) await turn();
  expect(events).toEqual(['task', 'added task']);
});
