import { expect, test } from 'vitest';
import { whyslow } from './warm.ts';

test.each([
  ['--port', '99999', 'a port from 0 to 65535'],
  ['--users', '0', 'a whole number from 1 up'],
  ['--store', 'mysql:x', 'sqlite:FILE, redis://HOST:PORT/DB or redis-cluster://HOST:PORT'],
  ['--workers', '1000', 'a whole number from 1 to 64'],
  ['--patients', '-5', 'a whole number from 1 up'],
  ['--access', '5x', 'a duration like'],
  ['--hash', 'md5', 'argon2id, or pbkdf2:ITERATIONS'],
  ['--hash', 'pbkdf2:0', 'argon2id, or pbkdf2:ITERATIONS'],
  ['--middleware-delay', 'fast', 'a duration like'],
])('reference %s %s is refused with the expected value', async (option, value, expected) => {
  const { code, stdout, stderr } = await whyslow(['reference', option, value]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`'${value}' is invalid`);
  expect(stderr).toContain(`Expected ${expected}`);
});

test.each([
  ['--algorithm', 'none', 'HS256, EdDSA, RS256'],
  ['--listen', 'all', 'both, ipv4, ipv6'],
])('reference %s %s is refused with the choices', async (option, value, choices) => {
  const { code, stderr } = await whyslow(['reference', option, value]);
  expect([code, stderr.includes(`Allowed choices are ${choices}`)]).toEqual([2, true]);
});

test('a missing folder is no internal error', async () => {
  const { code, stderr } = await whyslow(['reference', '--port', '0', '--store', 'sqlite:/no/such/folder/a.db']);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^whyslow: \/no\/such\/folder\/a\.db is in a folder that/)]);
});
