import { createServer } from 'node:net';

/**
 * A process that answers every request with the same bytes but for a counter, parsing nothing: what remains of a latency
 * against it is the machine, the kernel and the generator. Lives as long as the process that forked it.
 */
const COUNTER_DIGITS = 12;
const PADDING = 'x'.repeat(200);
const body = (counter: string): string => JSON.stringify({ access: `${PADDING}${counter}`, refresh: PADDING });
const text = (counter: string): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body(counter).length}\r\n\r\n${body(counter)}`;

const NO_COUNTER = '-'.repeat(COUNTER_DIGITS);
const answer = Buffer.from(text(NO_COUNTER));
const counterAt = answer.indexOf(NO_COUNTER);
let answered = 0;

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  // One request a read: the one who asks waits for each answer, and asks in one write.
  socket.on('data', () => {
    answered += 1;
    // A new token each time, so that the suites of the generator take it for a right answer.
    answer.write(String(answered).padStart(COUNTER_DIGITS, '0'), counterAt, 'latin1');
    // A copy, since the kernel may take it later than the next one is written.
    socket.write(Buffer.from(answer));
  });
});
process.once('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
