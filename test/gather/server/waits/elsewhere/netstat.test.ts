import { expect, test } from 'vitest';
import { parseNetstatSockets } from '../../../../../src/gather/server/waits/elsewhere/netstat.ts';

/** In the form of `netstat -ano` on an English Windows. */
const english = `
Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1084
  TCP    127.0.0.1:8000         0.0.0.0:0              LISTENING       9120
  TCP    127.0.0.1:8000         127.0.0.1:50211        ESTABLISHED     9120
  TCP    127.0.0.1:50212        127.0.0.1:6379         SYN_SENT        9120
  TCP    127.0.0.1:50211        127.0.0.1:8000         ESTABLISHED     7004
  TCP    127.0.0.1:50199        127.0.0.1:5432         TIME_WAIT       0
  TCP    [::1]:8000             [::]:0                 LISTENING       9344
  TCP    [fe80::1%12]:50300     [fe80::2%12]:443       SYN_SENT        9344
  UDP    0.0.0.0:5353           *:*                                    2200
  UDP    127.0.0.1:60123        *:*                                    9120
`.replaceAll('\n', '\r\n');

test('the sockets of the processes, with the state and both ends', () =>
  expect(parseNetstatSockets(english, new Set([9_120, 9_344]))).toEqual([
    { pid: 9_120, state: 'listening', local: '127.0.0.1:8000', peer: '' },
    { pid: 9_120, state: 'connected', local: '127.0.0.1:8000', peer: '127.0.0.1:50211' },
    { pid: 9_120, state: 'connecting', local: '127.0.0.1:50212', peer: '127.0.0.1:6379' },
    { pid: 9_344, state: 'listening', local: '[::1]:8000', peer: '' },
    { pid: 9_344, state: 'connecting', local: '[fe80::1]:50300', peer: '[fe80::2]:443' },
    { pid: 9_120, state: 'udp', local: '127.0.0.1:60123', peer: '' },
  ]));

/** The same of a German Windows; its output is in the code page of the console, and Node reads it as UTF-8. */
const german = `
Aktive Verbindungen

  Proto  Lokale Adresse         Remoteadresse          Status           PID
  TCP    127.0.0.1:8000         0.0.0.0:0              ABH\uFFFDREN          9120
  TCP    127.0.0.1:8000         127.0.0.1:50211        HERGESTELLT      9120
  TCP    127.0.0.1:8000         127.0.0.1:50213        SYN_EMPFANGEN    9120
  TCP    127.0.0.1:50212        127.0.0.1:6379         SYN_GESENDET     9120
  TCP    127.0.0.1:50214        127.0.0.1:6379         SCHLIESSEN_WARTEN 9120
`.replaceAll('\n', '\r\n');

test('the German names', () =>
  expect(parseNetstatSockets(german, new Set([9_120])).map(({ state }) => state)).toEqual([
    'listening',
    'connected',
    'other',
    'connecting',
    'other',
  ]));

const listener = '  TCP    127.0.0.1:8000    0.0.0.0:0    ?    9120\r\n';
const stateOf = (line: string) => parseNetstatSockets(listener + line, new Set([9_120])).at(-1)?.state;

test.each([
  ['of a port without a listener is a connect', '  TCP  127.0.0.1:50212  127.0.0.1:6379  SYN_XYZ  9120', 'connecting'],
  ['of two words too', '  TCP  127.0.0.1:50212  127.0.0.1:6379  SYN \uFFFDXYZ  9120', 'connecting'],
  ['of a port with a listener is not', '  TCP  127.0.0.1:8000  127.0.0.1:50213  SYN_XYZ  9120', 'other'],
])('a state that is not known and begins with SYN: %s', (_what, line, state) => expect(stateOf(line)).toBe(state));

test.each([
  ['of two words', '  TCP  127.0.0.1:50212  127.0.0.1:6379  EN ESPERA  9120'],
  ['of no word', '  TCP  127.0.0.1:50212  127.0.0.1:6379  9120'],
  ['that hides the word SYN', '  TCP  127.0.0.1:50212  127.0.0.1:6379  XSYN_SENT  9120'],
])('a state %s is another one', (_what, line) => expect(stateOf(line)).toBe('other'));

test.each([
  ['nothing', ''],
  ['line ends', '\r\n\r\n'],
  ['the head alone', 'Active Connections\r\n\r\n  Proto  Local Address  Foreign Address  State  PID\r\n'],
  ['another process', '  TCP    127.0.0.1:50211        127.0.0.1:8000         ESTABLISHED     7004\r\n'],
  ['a line without a pid', '  TCP    127.0.0.1:50212        127.0.0.1:6379         SYN_SENT\r\n'],
  ['a line that is cut off', '  TCP    127.0.0.1:50212        127.0.\r\n'],
  ['an address that is none', '  TCP    localhost:50212        127.0.0.1:6379         SYN_SENT        9120\r\n'],
  ['a pid of too many digits', `  TCP  127.0.0.1:1  127.0.0.1:2  SYN_SENT  ${'9120'.repeat(50)}\r\n`],
  ['another protocol', '  ICMP   127.0.0.1:50212        127.0.0.1:6379         SYN_SENT        9120\r\n'],
  ['an error message', 'The requested operation requires elevation. 9120\r\n'],
  ['a long line', `  TCP  ${'1.'.repeat(50_000)} 127.0.0.1:2 SYN_SENT 9120\r\n`],
])('%s holds no socket', (_what, text) => expect(parseNetstatSockets(text, new Set([9_120]))).toEqual([]));
