import { expect, test } from 'vitest';
import { countsIn, machine } from '../../../src/gather/server/machine.ts';
import { contextFor, serveHttp } from '../real-servers.ts';

const texts = {
  pressure: 'some avg10=4.49 avg60=4.18 avg300=4.68 total=35693579\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n',
  stat: 'cpu  4705 150 1120 16250 520 30 45 77 0 0\ncpu0 2350 75 560 8125 260 15 22 9 0 0\n',
  schedule: '96983000 12500000 42\n',
};

test('the counters of the kernel are read in ms', () =>
  expect(countsIn(texts, 5)).toEqual({ atMs: 5, pressureMs: 35_693.579, stolenMs: 770, queuedMs: 12.5 }));

test('a kernel without these files counts nothing', () =>
  expect(countsIn({ pressure: null, stat: null, schedule: null }, 5)).toEqual({
    atMs: 5,
    pressureMs: null,
    stolenMs: 0,
    queuedMs: null,
  }));

test.runIf(process.platform === 'linux')('this machine is read, without whyslow and the server', async () => {
  const port = await serveHttp((_request, response) => response.end('ok'));
  const end = await machine.begin({}, contextFor(port));
  const busyUntilMs = performance.now() + 200;
  while (performance.now() < busyUntilMs);
  const outcome = await end();
  if (outcome?.ok !== true) throw new Error('not gathered');
  expect(outcome.value.elapsedMs).toBeGreaterThanOrEqual(200);
  expect(outcome.value.others.map(({ pid }) => pid)).not.toContain(process.pid);
});
