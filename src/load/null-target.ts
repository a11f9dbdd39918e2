import { createServer } from 'node:net';

/**
 * A process that answers every request with the same bytes, parsing nothing: what remains of a latency against it is the
 * machine, the kernel and the generator. Lives as long as the process that forked it.
 */
const BODY = JSON.stringify({ access: 'x'.repeat(200), refresh: 'x'.repeat(200) });
const ANSWER = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`,
);

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  // One request a read: the one who asks waits for each answer, and asks in one write.
  socket.on('data', () => socket.write(ANSWER));
});
process.once('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
