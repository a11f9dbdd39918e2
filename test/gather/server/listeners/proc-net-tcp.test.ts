import { expect, test } from 'vitest';
import { parseProcNetTcp } from '../../../../src/gather/server/listeners/proc-net-tcp.ts';

const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                      ';

/** One line as the kernel prints it. Only the local address, the state and the inode are parsed. */
const line = (local: string, state = '0A', inode = '34567'): string =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 100 0 0 10 0`;

const parse = (...lines: readonly string[]) => parseProcNetTcp([HEAD, ...lines, ''].join('\n'));

test.each([
  ['0100007F:1F40', '127.0.0.1', 4],
  ['00000000:1F40', '0.0.0.0', 4],
  ['0101A8C0:1F40', '192.168.1.1', 4],
  ['00000000000000000000000000000000:1F40', '::', 6],
  ['00000000000000000000000001000000:1F40', '::1', 6],
  ['0000000000000000FFFF00000100007F:1F40', '127.0.0.1', 4],
  ['0000000000000000FFFF000000000000:1F40', '0.0.0.0', 4],
  ['000080FE000000000000000001000000:1F40', 'fe80::1', 6],
  ['B80D0120000000000000000001000000:1F40', '2001:db8::1', 6],
  ['B80D0120010000000000000001000000:1F40', '2001:db8:0:1::1', 6],
  ['B80D0120000001000000010001000000:1F40', '2001:db8:1:0:1::1', 6],
  ['B80D0120000000000000010001000000:1F40', '2001:db8::1:0:0:1', 6],
  ['B80D0120010000000100010001000100:1F40', '2001:db8:0:1:1:1:1:1', 6],
  ['B80D0120010001000100010001000100:1F40', '2001:db8:1:1:1:1:1:1', 6],
])('the local address %s is %s', (local, address, family) =>
  expect(parse(line(local))).toEqual([{ address, family, port: 8_000, inode: '34567' }]),
);

// State codes of include/net/tcp_states.h: only TCP_LISTEN is 0A.
test.each([
  ['ESTABLISHED', '01', 0],
  ['TIME_WAIT', '06', 0],
  ['CLOSE', '07', 0],
  ['LISTEN', '0A', 1],
  ['CLOSING', '0B', 0],
])('a socket in the state %s (%s) makes %i listeners', (_name, state, listeners) =>
  expect(parse(line('0100007F:1F40', state))).toHaveLength(listeners),
);

test.each([
  ['0100007F:0050', 80],
  ['0100007F:FFFF', 65_535],
  ['0100007F:0001', 1],
])('the port of %s is %i', (local, port) => expect(parse(line(local))[0]?.port).toBe(port));

test('every listening line is read, in the order of the table', () =>
  expect(
    parse(line('0100007F:1F40', '0A', '1'), line('0100007F:1F40', '01', '2'), line('00000000:0050', '0A', '3')),
  ).toEqual([
    { address: '127.0.0.1', family: 4, port: 8_000, inode: '1' },
    { address: '0.0.0.0', family: 4, port: 80, inode: '3' },
  ]));

test.each([
  ['nothing', ''],
  ['the head alone', HEAD],
  ['lines that are cut off', `${HEAD}\n   0: 0100007F:1F40\n   1:\n`],
])('%s holds no listener', (_what, text) => expect(parseProcNetTcp(text)).toEqual([]));
