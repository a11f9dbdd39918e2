import { expect, test } from 'vitest';
import { authority, isAddressLiteral, isLoopbackAddress, isLoopbackName } from '../../src/model/target.ts';

test.each([
  ['127.0.0.1', true],
  ['127.255.255.254', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['::FFFF:127.0.0.1', true],
  ['128.0.0.1', false],
  ['0.0.0.0', false],
  ['::', false],
  ['::2', false],
  ['::ffff:10.0.0.1', false],
  ['fe80::1', false],
  ['127.0.0.1.example.com', false],
  ['localhost', false],
])('%s as a loopback address: %s', (address, expected) => expect(isLoopbackAddress(address)).toBe(expected));

test.each([
  ['localhost', true],
  ['LOCALHOST', true],
  ['localhost.', true],
  ['app.localhost', true],
  ['notlocalhost', false],
  ['localhost.example.com', false],
  ['.localhost', false],
  ['', false],
])('%s as a name of this machine: %s', (name, expected) => expect(isLoopbackName(name)).toBe(expected));

test.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['localhost', false],
  ['1.2.3', false],
  ['1.2.3.4.example', false],
])('%s as an address literal: %s', (host, expected) => expect(isAddressLiteral(host)).toBe(expected));

test.each([
  ['localhost', 80, 'localhost:80'],
  ['127.0.0.1', 8000, '127.0.0.1:8000'],
  ['::1', 8000, '[::1]:8000'],
])('%s and %i are written as one authority', (host, port, text) => expect(authority(host, port)).toBe(text));
