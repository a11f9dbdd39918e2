import { expect, test } from 'vitest';
import { parseGaiConf, parseHosts, parseNsswitch, parseResolvConf } from '../../../src/gather/names/files.ts';

test('a hosts line is an address and its names, without comments', () =>
  expect(parseHosts('# all of it\n127.0.0.1\tlocalhost  dev.test # mine\n\n::1 localhost\n#::1 other\n')).toEqual([
    { address: '127.0.0.1', names: ['localhost', 'dev.test'] },
    { address: '::1', names: ['localhost'] },
  ]));

test.each([
  ['the last search line wins', 'search a.test\nsearch b.test c.test\n', ['b.test', 'c.test']],
  ['domain is the older word', 'domain a.test\n', ['a.test']],
  ['a commented line is none', '; search a.test\n# search b.test\n', []],
])('%s', (_promise, text, search) => expect(parseResolvConf(text).search).toEqual(search));

test('name servers keep the order in which they are asked', () =>
  expect(parseResolvConf('nameserver 127.0.0.53\nnameserver ::1\nnameserver\n').nameservers).toEqual([
    '127.0.0.53',
    '::1',
  ]));

test('only the lines of gai.conf that change the order are returned', () =>
  expect(parseGaiConf('#precedence ::1/128 50\nprecedence ::ffff:0:0/96 100\nreload no\n')).toEqual([
    'precedence ::ffff:0:0/96 100',
  ]));

test.each([
  ['passwd: files\nhosts: files mdns4_minimal [NOTFOUND=return] dns\n', 'files mdns4_minimal [NOTFOUND=return] dns'],
  ['passwd: files\n', null],
])('nsswitch tells its sources of host names, or that it has none', (text, sources) =>
  expect(parseNsswitch(text)).toBe(sources),
);
