import { expect, test } from 'vitest';
import { cpuUsIn, parsePs, parseWindowsProcesses } from '../../../../../src/gather/server/waits/elsewhere/cpu-time.ts';

test.each([
  ['0:01.23', 1.23],
  ['0:00.00', 0],
  ['12:34.56', 754.56],
  ['123:45.67', 7_425.67],
  ['0:01,23', 1.23],
  ['1-02:03:04', 93_784],
  ['00:00:01', 1],
  ['01:00:00', 3_600],
  ['100-00:00:00', 8_640_000],
  ['0:01.2', 1.2],
])('%s is %d s', (text, seconds) => expect(cpuUsIn(text)).toBeCloseTo(seconds * 1_000_000, 0));

test.each([
  '',
  '-',
  '1',
  ':',
  '0:1',
  '1:2:3',
  'x:00',
  '0:01.',
  '-1:00',
  '1-2-00:00:00',
  `${'9'.repeat(999)}:00`,
  '0:01.23x',
])('"%s" is no time', (text) => expect(cpuUsIn(text)).toBe(null));

/** In the form of `ps -A -o pid= -o ppid= -o time= -o comm=` on macOS, where the command is a path. */
const macos = `    1     0  12:34.56 /sbin/launchd
  412     1   0:01.23 /Applications/My App.app/Contents/MacOS/My App
 4242   412 123:45.67 /opt/homebrew/bin/node
 4300  4242   0:00.00 (node)
`;

test('the processes of macOS', () =>
  expect(parsePs(macos)).toEqual([
    { pid: 1, parent: 0, program: 'launchd', cpuUs: 754_560_000, systemUs: null, started: null },
    { pid: 412, parent: 1, program: 'My App', cpuUs: 1_230_000, systemUs: null, started: null },
    { pid: 4_242, parent: 412, program: 'node', cpuUs: 7_425_670_000, systemUs: null, started: null },
    { pid: 4_300, parent: 4_242, program: '(node)', cpuUs: 0, systemUs: null, started: null },
  ]));

test('the processes of Linux', () =>
  expect(parsePs('    2     0 00:00:00 kthreadd\n18835 18811 1-00:00:01 tmux: server\n')).toEqual([
    { pid: 2, parent: 0, program: 'kthreadd', cpuUs: 0, systemUs: null, started: null },
    { pid: 18_835, parent: 18_811, program: 'tmux: server', cpuUs: 86_401_000_000, systemUs: null, started: null },
  ]));

test.each([
  ['nothing', ''],
  ['a head', '  PID  PPID     TIME COMMAND\n'],
  ['a line that is cut off', ' 4242   412 123:45.67\n 4242 412\n 4242\n'],
  ['a negative pid', ' -4242   412 123:45.67 node\n'],
  ['a time that is none', ' 4242   412 yesterday node\n'],
  ['an error message', 'ps: time: keyword not found\n'],
])('%s holds no process of ps', (_what, text) => expect(parsePs(text)).toEqual([]));

test('a name with control characters stays one name', () =>
  expect(parsePs('1 0 0:00.00 /a\u001B[2J/b c/\n')).toMatchObject([{ pid: 1, program: 'b c/' }]));

/** The query on Windows. The start is in units of 100 ns since the year 1; process 0 has none. */
const windows = [
  '0 0 218349062500 0 0 System Idle Process',
  '4 0 9871406250 0 638700000000000000 System',
  '9120 4312 1562500 20312500 638700000123456789 node.exe',
  '9344 9120 0 156250 638700000223456789 my worker.exe',
  '',
].join('\r\n');

test('the processes of Windows', () =>
  expect(parseWindowsProcesses(windows)).toEqual([
    { pid: 0, parent: 0, program: 'System Idle Process', cpuUs: 21_834_906_250, systemUs: 21_834_906_250, started: 0 },
    expect.objectContaining({ pid: 4, program: 'System', cpuUs: 987_140_625 }),
    expect.objectContaining({ pid: 9_120, parent: 4_312, program: 'node.exe', cpuUs: 2_187_500, systemUs: 156_250 }),
    expect.objectContaining({ pid: 9_344, parent: 9_120, program: 'my worker.exe', cpuUs: 15_625, systemUs: 0 }),
  ]));

test('a byte order mark before the first process', () =>
  expect(parseWindowsProcesses('\uFEFF9120 1 0 10 5 node.exe')).toMatchObject([{ pid: 9_120, cpuUs: 1 }]));

test.each([
  ['nothing', ''],
  ['an error message', 'Get-CimInstance : Access denied\r\n    + CategoryInfo : PermissionDenied 0x80041003\r\n'],
  ['a line that is cut off', '9120 4312 1562500 203\r\n9120 4312'],
  ['a process without times', '9120 4312   0 node.exe'],
  ['a number with a sign', '9120 4312 -5 10 0 node.exe'],
  ['a number with a separator', '9120 4312 1.562.500 10 0 node.exe'],
])('%s holds no process of Windows', (_what, text) => expect(parseWindowsProcesses(text)).toEqual([]));
