import { expect, test } from 'vitest';
import { parseNetstat, parseProcessJson } from '../../../../src/gather/server/listeners/netstat.ts';

/** `netstat -ano -p TCP` and `-p TCPv6` on a German Windows: the state is translated, the foreign address is not. */
const recorded = `
Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN          1084
  TCP    127.0.0.1:8000         0.0.0.0:0              ABHÖREN          9120
  TCP    127.0.0.1:50211        127.0.0.1:8000         HERGESTELLT      7004
  TCP    [::1]:8000             [::]:0                 ABHÖREN          9344
  TCP    [fe80::1%12]:8000      [::]:0                 ABHÖREN          9344
  UDP    0.0.0.0:5353           *:*                                     2200
`.replaceAll('\n', '\r\n');

test('listeners are recognised by their foreign address in any language', () =>
  expect(parseNetstat(recorded)).toEqual([
    { address: '0.0.0.0', family: 4, port: 135, pid: 1084, command: null },
    { address: '127.0.0.1', family: 4, port: 8000, pid: 9120, command: null },
    { address: '::1', family: 6, port: 8000, pid: 9344, command: null },
    { address: 'fe80::1', family: 6, port: 8000, pid: 9344, command: null },
  ]));

test.each([
  ['two words', '  TCP    127.0.0.1:8000         0.0.0.0:0              EN ESCUCHA       9120', 9120],
  ['an apostrophe and two words', "  TCP    127.0.0.1:8000   0.0.0.0:0   À L'ÉCOUTE MAINTENANT   9120", 9120],
  ['no word at all', '  TCP    127.0.0.1:8000         0.0.0.0:0              9120', 9120],
  ['a column that is no pid', '  TCP    127.0.0.1:8000         0.0.0.0:0              LISTENING', null],
])('a state of %s leaves the pid in the last column', (_what, line, pid) =>
  expect(parseNetstat(line)).toEqual([{ address: '127.0.0.1', family: 4, port: 8000, pid, command: null }]),
);

test('a connection is not a listener, in any language', () =>
  expect(parseNetstat('  TCP    127.0.0.1:8000         127.0.0.1:50211        LISTENING      9120')).toEqual([]));

test.each([
  [
    'one process is an object',
    '{"ProcessId":9120,"CommandLine":"python manage.py runserver"}',
    [[9120, 'python manage.py runserver']],
  ],
  [
    'two are a list',
    '[{"ProcessId":1,"CommandLine":"a"},{"ProcessId":2,"CommandLine":"b"}]',
    [
      [1, 'a'],
      [2, 'b'],
    ],
  ],
  ['a process of another user hides its line', '{"ProcessId":4,"CommandLine":null}', []],
  ['none is nothing', '', []],
  ['a warning before the JSON', 'WARNING: profile\r\n{"ProcessId":1,"CommandLine":"a"}', [[1, 'a']]],
  ['a BOM before the JSON', '\uFEFF[{"ProcessId":1,"CommandLine":"a"}]', [[1, 'a']]],
  ['an error instead of the JSON', 'Get-CimInstance : [Access] denied {0x80041003}', []],
  ['JSON that is cut off', '[{"ProcessId":1,"Comm', []],
] as const)('%s', (_promise, text, commands) => expect([...parseProcessJson(text)]).toEqual(commands));
