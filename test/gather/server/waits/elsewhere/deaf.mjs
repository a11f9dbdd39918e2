// Listens and never accepts: its queue is filled by connections of its own, so that the kernel drops every further SYN.
import { writeSync } from 'node:fs';
import { connect, createServer } from 'node:net';

/** The kernel queues one connection more than the backlog. The others of these are not answered. */
const BACKLOG = 1;
const FILL = 8;

const server = createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: BACKLOG }, () => {
  const { port } = server.address();
  for (let index = 0; index < FILL; index += 1) connect(port, '127.0.0.1').on('error', () => {});
  // Node connects in the next tick. No turn of the event loop follows, so that nothing is accepted.
  process.nextTick(() => {
    writeSync(1, `${port}\n`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
});
