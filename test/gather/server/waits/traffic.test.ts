import { expect, test } from 'vitest';
import type { SocketSample, SocketTick } from '../../../../src/gather/server/waits/contract.ts';
import { trafficIn } from '../../../../src/gather/server/waits/traffic.ts';
import { socket as anySocket } from './literals.ts';

const PORT = 8_000;
const request = { sentUs: 1_000_000, endUs: 1_200_000, port: 50_000, serverTiming: [] };

const place = '127.0.0.1:5432';
const socket = (over: Partial<SocketSample>): SocketSample => anySocket({ peer: place, ...over });

/** Looks every 50 ms from 950 ms on. */
const looks = (...sockets: readonly (readonly SocketSample[])[]): readonly SocketTick[] =>
  sockets.map((each, index) => ({ atUs: 950_000 + index * 50_000, sockets: each }));

const seen = (ticks: readonly SocketTick[]) => trafficIn(ticks, [request], PORT);

test.each([
  [
    'questions on a connection that was open before',
    looks([socket({ segmentsSent: 10 })], [], [socket({ segmentsSent: 13 })]),
    [{ place, opened: 0, questions: 3, silentUs: 0, unansweredUs: 0 }],
  ],
  [
    'a new connection that is silent for 100 ms and then answers',
    looks([], [], [socket({})], [socket({})], [socket({ bytesReceived: 9, segmentsSent: 2 })]),
    [{ place, opened: 1, questions: 2, silentUs: 100_000, unansweredUs: 100_000 }],
  ],
  [
    'a new connection on which the server asks first',
    looks([], [], [socket({ bytesSent: 5, segmentsSent: 1 })], [socket({ bytesSent: 5, segmentsSent: 1 })]),
    [{ place, opened: 1, questions: 1, silentUs: 0, unansweredUs: 100_000 }],
  ],
  [
    'two new connections to one place',
    looks([], [], [socket({}), socket({ inode: '2' })]),
    [{ place, opened: 2, questions: 0, silentUs: 100_000, unansweredUs: 100_000 }],
  ],
  [
    'a unix socket, whose bytes are not counted',
    looks([], [], [socket({ protocol: 'unix', peer: '/run/db.sock' })]),
    [{ place: '/run/db.sock', opened: 1, questions: 0, silentUs: 0, unansweredUs: 0 }],
  ],
])('%s', (_what, ticks, expected) => expect(seen(ticks)).toEqual(expected));

test.each([
  ['a connection of a client', socket({ local: `127.0.0.1:${PORT}`, peer: '127.0.0.1:50000' })],
  ['a listener', socket({ state: 'LISTEN', peer: '0.0.0.0:*' })],
  ['a question to a name server', socket({ protocol: 'udp', peer: '127.0.0.53:53' })],
])('%s is no traffic', (_what, each) => expect(seen(looks([], [], [each]))).toEqual([]));
