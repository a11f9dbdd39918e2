import { expect, test } from 'vitest';
import { parseLsofSockets } from '../../../../../src/gather/server/waits/elsewhere/lsof.ts';

/** In the form of `lsof -wnP -a -i -p 4242,4300 -FpPnT` on macOS. */
const printed = `p4242
f5
PTCP
n127.0.0.1:8000
TST=LISTEN
TQR=0
TQS=0
f7
PTCP
n127.0.0.1:8000->127.0.0.1:52114
TST=ESTABLISHED
TQR=0
TQS=0
f9
PTCP
n192.168.64.2:52346->104.16.0.1:443
TST=SYN_SENT
TQR=0
TQS=0
f11
PUDP
n192.168.64.2:60000->192.168.64.1:53
TQR=0
TQS=0
p4300
f21
PTCP
n*:8000
TST=LISTEN
TQR=0
TQS=0
f22
PTCP
n[::1]:52347->[::1]:6379
TST=SYN_SENT
TQR=0
TQS=0
f23
PUDP
n*:5353
TQR=0
TQS=0
`;

test('the sockets of each process, with the state and both ends', () =>
  expect(parseLsofSockets(printed)).toEqual([
    { pid: 4242, state: 'listening', local: '127.0.0.1:8000', peer: '' },
    { pid: 4242, state: 'connected', local: '127.0.0.1:8000', peer: '127.0.0.1:52114' },
    { pid: 4242, state: 'connecting', local: '192.168.64.2:52346', peer: '104.16.0.1:443' },
    { pid: 4242, state: 'udp', local: '192.168.64.2:60000', peer: '192.168.64.1:53' },
    { pid: 4300, state: 'listening', local: '*:8000', peer: '' },
    { pid: 4300, state: 'connecting', local: '[::1]:52347', peer: '[::1]:6379' },
    { pid: 4300, state: 'udp', local: '*:5353', peer: '' },
  ]));

const one = (name: string, state = 'TST=SYN_SENT'): string => `p1\nf3\nPTCP\nn${name}\n${state}\n`;

test.each([
  ['IPv4 that is mapped to IPv6', '[::ffff:10.0.0.2]:50002->[::ffff:10.0.0.6]:5432', '10.0.0.2:50002', '10.0.0.6:5432'],
  ['a zone', '[fe80::1%en0]:52000->[fe80::4%en0]:443', '[fe80::1]:52000', '[fe80::4]:443'],
  ['capital letters', '[FE80::1]:52000->[2001:DB8::4]:443', '[fe80::1]:52000', '[2001:db8::4]:443'],
])('%s is written in one form', (_what, name, local, peer) =>
  expect(parseLsofSockets(one(name))).toEqual([{ pid: 1, state: 'connecting', local, peer }]),
);

test.each([
  'SYN_RECEIVED',
  'CLOSE_WAIT',
  'FIN_WAIT_1',
  'FIN_WAIT_2',
  'TIME_WAIT',
  'LAST_ACK',
  'CLOSING',
  'CLOSED',
  '',
  'x',
])('the state "%s" is another one', (state) =>
  expect(parseLsofSockets(one('127.0.0.1:1->127.0.0.1:2', `TST=${state}`))).toMatchObject([{ state: 'other' }]),
);

test('a TCP socket without a state is another one', () =>
  expect(parseLsofSockets('p1\nf3\nPTCP\nn*:*\n')).toEqual([{ pid: 1, state: 'other', local: '*:*', peer: '' }]));

test.each([
  ['nothing', ''],
  ['line ends', '\n\n\n'],
  ['a process without descriptors', 'p1\n'],
  ['a descriptor without a process', 'f3\nPTCP\nn127.0.0.1:1\nTST=LISTEN\n'],
  ['a pid that is no number', 'p-1\nf3\nPTCP\nn127.0.0.1:1\nTST=LISTEN\n'],
  ['a pid of too many digits', `p${'9'.repeat(400)}\nf3\nPTCP\nn127.0.0.1:1\nTST=LISTEN\n`],
  ['another protocol', 'p1\nf3\nPICMP\nn*:*\n'],
  ['no protocol', 'p1\nf3\nn127.0.0.1:1->127.0.0.1:2\nTST=SYN_SENT\n'],
  ['a name that is no place', one('localhost->evil')],
  ['a peer that is no place', one('127.0.0.1:1->; rm -rf /')],
  ['a peer that is cut off', one('127.0.0.1:1->127.0.0.1')],
  ['a name that is cut off', 'p1\nf3\nPTCP\nn'],
  ['control characters', one('\u001B[2J127.0.0.1:1->\u0000:2')],
  ['a long name', one(`${'1.'.repeat(50_000)}:1`)],
  ['an error message', "lsof: WARNING: can't stat() fuse file system\n      Output information may be incomplete.\n"],
])('%s holds no socket', (_what, text) => expect(parseLsofSockets(text)).toEqual([]));

test('a broken socket does not hide the next one', () =>
  expect(parseLsofSockets(`p1\nf3\nPTCP\nn???\nTST=SYN_SENT\nf4\nPTCP\nn*:80\nTST=LISTEN\n`)).toEqual([
    { pid: 1, state: 'listening', local: '*:80', peer: '' },
  ]));
