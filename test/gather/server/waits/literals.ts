import type { SocketSample } from '../../../../src/gather/server/waits/contract.ts';

/** A connection of the server to another one on which nothing was sent. */
export const socket = (over: Partial<SocketSample>): SocketSample => ({
  inode: '1',
  protocol: 'tcp',
  state: 'ESTAB',
  local: '127.0.0.1:40000',
  peer: '127.0.0.1:6379',
  receiveQueue: 0,
  bytesSent: 0,
  bytesReceived: 0,
  segmentsSent: 0,
  lastSentMs: 0,
  lastReceivedMs: 0,
  ...over,
});
