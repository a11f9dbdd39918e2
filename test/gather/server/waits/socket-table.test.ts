import { expect, test } from 'vitest';
import { parseSockets } from '../../../../src/gather/server/waits/socket-table.ts';

const socket = {
  protocol: 'tcp',
  receiveQueue: 0,
  bytesSent: 0,
  bytesReceived: 0,
  segmentsSent: 0,
  lastSentMs: 0,
  lastReceivedMs: 0,
};

test.each([
  [
    'a connection with its counts',
    'tcp ESTAB     0      0               127.0.0.1:52456          127.0.0.1:6390  ino:619950 sk:40d8 cgroup:/ <-> ts sack bbr bytes_sent:11 bytes_acked:12 segs_out:4 data_segs_out:2 lastsnd:332 lastrcv:336 minrtt:0.016',
    {
      ...socket,
      inode: '619950',
      state: 'ESTAB',
      local: '127.0.0.1:52456',
      peer: '127.0.0.1:6390',
      bytesSent: 11,
      segmentsSent: 2,
      lastSentMs: 332,
      lastReceivedMs: 336,
    },
  ],
  [
    'a connect to ::1',
    'tcp SYN-SENT 0 1 [::1]:40000 [::1]:6379 timer:(on,1sec,1) ino:7 sk:1 <-> bytes_retrans:0',
    { ...socket, inode: '7', state: 'SYN-SENT', local: '[::1]:40000', peer: '[::1]:6379' },
  ],
  [
    'an IPv4 connection of an IPv6 socket',
    'tcp ESTAB 5 0 [::ffff:127.0.0.1]:8000 [::ffff:127.0.0.1]:5000 ino:8 sk:2 <->',
    { ...socket, inode: '8', state: 'ESTAB', local: '127.0.0.1:8000', peer: '127.0.0.1:5000', receiveQueue: 5 },
  ],
  [
    'a question to a name server',
    'udp ESTAB 0 0 127.0.0.1:41000 127.0.0.53%lo:53 ino:9 sk:3',
    { ...socket, protocol: 'udp', inode: '9', state: 'ESTAB', local: '127.0.0.1:41000', peer: '127.0.0.53:53' },
  ],
])('%s', (_what, line, expected) => expect(parseSockets(`${line}\n`)).toEqual([expected]));

test('the end of a unix socket that was opened has the path of the other end', () => {
  const unix = { ...socket, protocol: 'unix', state: 'ESTAB' };
  const lines = [
    'u_str ESTAB 0 0 * 110318 * 110319 <->',
    'u_str ESTAB 3 0 /run/my database/.s.PGSQL.5432 110319 * 110318 <-> ino:21 dev:0/65024 peers: 110318',
  ];
  expect(parseSockets(lines.join('\n'))).toEqual([
    { ...unix, inode: '110318', local: '', peer: '/run/my database/.s.PGSQL.5432' },
    { ...unix, inode: '110319', local: '/run/my database/.s.PGSQL.5432', peer: '', receiveQueue: 3 },
  ]);
});

test.each([
  ['a connection that is not accepted', 'tcp ESTAB 0 0 127.0.0.1:8000 127.0.0.1:5000 ino:0 sk:2'],
  ['a socket without an inode', 'tcp TIME-WAIT 0 0 127.0.0.1:8000 127.0.0.1:5000 timer:(timewait,54sec,0)'],
  ['an error of ss', 'Cannot open netlink socket: Permission denied'],
  ['nothing', ''],
])('%s is left out', (_what, text) => expect(parseSockets(text)).toEqual([]));
