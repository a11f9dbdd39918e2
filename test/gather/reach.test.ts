import { expect, test } from 'vitest';
import { stayOnThisMachine } from '../../src/gather/reach.ts';
import { targetAt } from '../audit/literals.ts';

// TEST-NET-1 and a documentation prefix: addresses that belong to nobody.
test.each([['192.0.2.1'], ['2001:db8::1'], ['0.0.0.0']])('%s is another machine', async (host) =>
  expect(stayOnThisMachine(targetAt(host), null)).rejects.toMatchObject({
    code: 'remote-target',
    exitCode: 2,
    message: expect.stringContaining(`--allow-remote ${host}`),
  }),
);

test.each([
  ['a loopback address', '127.0.0.1', null],
  ['the other one', '::1', null],
  ['localhost', 'localhost', null],
  ['a host that was named for it', '192.0.2.1', '192.0.2.1'],
])('%s may be loaded', async (_what, host, allowed) =>
  expect(stayOnThisMachine(targetAt(host), allowed)).resolves.toBeUndefined(),
);

test('one host that was named opens no other', async () =>
  expect(stayOnThisMachine(targetAt('192.0.2.1'), '192.0.2.2')).rejects.toThrow('another machine'));
