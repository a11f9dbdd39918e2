import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { isThisMachine, mayContact, stayOnThisMachine } from '../../src/gather/reach.ts';
import { targetAt } from '../audit/literals.ts';

// Documentation prefixes (RFC 5737, RFC 3849). Nothing is sent to them: only names are looked up.
test.each([['192.0.2.1'], ['2001:db8::1']])('%s is another machine', async (host) =>
  expect(stayOnThisMachine(targetAt(host), null)).rejects.toMatchObject({
    code: 'remote-target',
    exitCode: 2,
    message: expect.stringContaining(`--allow-remote ${host}`),
  }),
);

test.each([
  ['a loopback address', '127.0.0.1', null],
  ['another one of it', '127.8.9.10', null],
  ['the other one', '::1', null],
  ['localhost', 'localhost', null],
  ['an IPv4 address written as IPv6', '::ffff:7f00:1', null],
  ['a host that was named for it', '192.0.2.1', '192.0.2.1'],
])('%s may be contacted', async (_what, host, allowed) =>
  expect(stayOnThisMachine(targetAt(host), allowed)).resolves.toBeUndefined(),
);

test('--allow-remote of one host does not allow another', async () =>
  expect(stayOnThisMachine(targetAt('192.0.2.1'), '192.0.2.2')).rejects.toThrow('another machine'));

test('every address of an interface of this machine is this machine', () => {
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  expect(own.length).toBeGreaterThan(0);
  expect(own.filter(({ address }) => !isThisMachine(address))).toEqual([]);
});

test.each([
  ['127.0.0.1', true],
  ['127.255.255.254', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['::ffff:7f00:1', true],
  ['::FFFF:7F01:203', true],
  // A connect to the wildcard stays on the machine. Hosts files map names to it to block them.
  ['0.0.0.0', true],
  ['::', true],
  ['0.0.31.164', false],
  ['0.0.0.1', false],
  ['192.0.2.1', false],
  ['::ffff:192.0.2.1', false],
  ['::ffff:c000:201', false],
  ['::127.0.0.1', false],
  ['2001:db8::1', false],
  ['fe80::1234:5678', false],
  ['255.255.255.255', false],
  ['224.0.0.1', false],
])('%s is this machine: %s', (address, here) => expect(isThisMachine(address)).toBe(here));

test.each([
  ['127.0.0.1', null, true],
  ['192.0.2.1', null, false],
  ['192.0.2.1', 'app.test', true],
  ['192.0.2.1', '192.0.2.1', true],
  ['192.0.2.1', '192.0.2.2', false],
  ['192.0.2.1', 'other.test', false],
])('of app.test, %s may be contacted with --allow-remote %s: %s', (address, allowRemote, expected) =>
  expect(mayContact(address, { target: targetAt('app.test'), allowRemote })).toBe(expected),
);
