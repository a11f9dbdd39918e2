import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { whenAllIsStamped } from '../../src/load/quiet-turn.ts';

test('nobody thinks while stamps still come, and then all do in their order', async () => {
  const heard: string[] = [];
  const stamp = (name: string): void => {
    heard.push(`${name} stamped`);
    whenAllIsStamped(() => heard.push(name));
  };
  stamp('first');
  await turn();
  stamp('second');
  await turn();
  stamp('third');
  await turn();
  await turn();
  await turn();
  expect(heard).toEqual(['first stamped', 'second stamped', 'third stamped', 'first', 'second', 'third']);
});

test('a stamp that comes of a thought waits for a turn of its own', async () => {
  const heard: string[] = [];
  whenAllIsStamped(() => {
    heard.push('thought');
    whenAllIsStamped(() => heard.push('thought of it'));
  });
  for (let turns = 0; turns < 6; turns += 1) await turn();
  expect(heard).toEqual(['thought', 'thought of it']);
});
