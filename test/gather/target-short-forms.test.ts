import { expect, test } from 'vitest';
import { parseRemoteHost, parseTarget, wildcardIn } from '../../src/gather/target.ts';
import { ToolError } from '../../src/model/error.ts';
import { requestUrl } from '../../src/model/target.ts';

test.each([
  ['8100', 'http://localhost:8100/'],
  [':8100', 'http://localhost:8100/'],
  ['localhost:8100', 'http://localhost:8100/'],
  ['8100/api/x', 'http://localhost:8100/api/x'],
  [':8100/api', 'http://localhost:8100/api'],
  ['8100?page=2', 'http://localhost:8100/?page=2'],
  [' 8100 ', 'http://localhost:8100/'],
  ['1', 'http://localhost:1/'],
  ['65535', 'http://localhost:65535/'],
  ['http://:8100/api', 'http://localhost:8100/api'],
  ['https://:8443', 'https://localhost:8443/'],
])('"%s" means a port of localhost', (text, url) => {
  expect(requestUrl(parseTarget(text))).toBe(url);
  expect(wildcardIn(text)).toBe(null);
});

test.each([
  ['0.0.0.0:8000', 'http://localhost:8000/', '0.0.0.0'],
  ['http://0.0.0.0:8000', 'http://localhost:8000/', '0.0.0.0'],
  ['https://0.0.0.0:8443/x?y', 'https://localhost:8443/x?y', '0.0.0.0'],
  ['http://[::]:8000/', 'http://localhost:8000/', '[::]'],
  ['[::]:8000', 'http://localhost:8000/', '[::]'],
  [':::8000', 'http://localhost:8000/', '[::]'],
  ['http://[0:0:0:0:0:0:0:0]:8080', 'http://localhost:8080/', '[::]'],
  ['*:8000', 'http://localhost:8000/', '*'],
  ['http://*:5000', 'http://localhost:5000/', '*'],
  ['http://+:5000/a', 'http://localhost:5000/a', '+'],
])('"%s" is where a server listens, and is tried as localhost', (text, url, wildcard) => {
  expect(parseTarget(text).host).toBe('localhost');
  expect(requestUrl(parseTarget(text))).toBe(url);
  expect(wildcardIn(text)).toBe(wildcard);
});

test.each([
  ['http://8100', '0.0.31.164'],
  ['http://8100/api', '0.0.31.164'],
  ['http:///8100', '0.0.31.164'],
  ['8100:9000', '0.0.31.164'],
  ['0x7f.1:8000', '127.0.0.1'],
  ['http://0x7f.1:8000', '127.0.0.1'],
  ['http://0X7F000001', '127.0.0.1'],
  ['2130706433', '127.0.0.1'],
  ['http://2130706433:8000', '127.0.0.1'],
  ['127.1', '127.0.0.1'],
  ['127.1:8000', '127.0.0.1'],
  ['127.0.1', '127.0.0.1'],
  ['127.0.0.01', '127.0.0.1'],
  ['0177.0.0.1', '127.0.0.1'],
  ['010.1', '8.0.0.1'],
  ['10.1', '10.0.0.1'],
  ['99999', '0.1.134.159'],
  ['127.0.0.1.', '127.0.0.1'],
  ['0', '0.0.0.0'],
  ['http://0:8000', '0.0.0.0'],
  ['http://127%2e0.0.1', '127.0.0.1'],
  ['http://１２７.0.0.1', '127.0.0.1'],
  ['http://127。0。0。1', '127.0.0.1'],
])('the numeric host of "%s" is refused, and the address that it would become is named', (text, address) => {
  const error = mistakeIn(text);
  expect([error.code, error.exitCode]).toEqual(['bad-url', 2]);
  expect(error.message).toContain(address);
  expect(error.message).toContain('http://localhost:');
});

test('the error for a number as the host of a URL suggests that port of this machine', () =>
  expect(mistakeIn('http://8100/api').message).toContain('http://localhost:8100'));

test.each([
  ['127.0.0.1:8000', '127.0.0.1'],
  ['http://[::1]:8000', '::1'],
  ['http://[0:0:0:0:0:0:0:1]', '::1'],
  ['http://[::ffff:127.0.0.1]', '::ffff:7f00:1'],
  ['192.0.2.1', '192.0.2.1'],
  ['http://1.example', '1.example'],
  ['http://0x7f.example:8000', '0x7f.example'],
])('"%s" stays the host that it says', (text, host) => expect(parseTarget(text).host).toBe(host));

test.each([
  ['http:8000', 'is not a URL'],
  ['https:/localhost', 'is not a URL'],
  [':99999', 'is not a URL'],
  [':0', 'port'],
  ['localhost:0', 'port'],
  ['http://[::]:0', 'port'],
])('"%s" is refused: %s', (text, because) => expect(mistakeIn(text).message).toContain(because));

test.each([
  ['server.example', 'server.example'],
  ['SERVER.example', 'server.example'],
  ['192.0.2.1', '192.0.2.1'],
  ['2001:DB8::1', '2001:db8::1'],
  ['[2001:db8:0::1]', '2001:db8::1'],
  ['localhost', 'localhost'],
])('the host %s of --allow-remote is read', (text, host) => expect(parseRemoteHost(text)).toBe(host));

test.each([
  ['8100', '0.0.31.164'],
  ['0x7f.1', '127.0.0.1'],
  ['010.1', '8.0.0.1'],
  ['192.168.1', '192.168.0.1'],
  ['http://server.example', 'a host alone'],
  ['server.example:80', 'a host alone'],
  ['server.example/x', 'a host alone'],
  ['me@server.example', 'a host alone'],
  ['', 'a host alone'],
  ['*', 'a host alone'],
  ['0.0.0.0', 'a host alone'],
  ['a b', 'a host alone'],
])('the host "%s" of --allow-remote is refused', (text, because) => {
  const error = mistakeIn(text, parseRemoteHost);
  expect([error.code, error.exitCode]).toEqual(['bad-host', 2]);
  expect(error.message).toContain(because);
});

function mistakeIn(text: string, read: (text: string) => unknown = parseTarget): ToolError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
  throw new Error(`"${text}" was accepted`);
}
