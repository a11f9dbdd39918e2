// A server that records its true delays, from the read of a request to the write of the response. It uses bare sockets in
// its own process and is configured over IPC.
//
// Timers fire on whole milliseconds and a little late, which does no harm, since the true delay is recorded. Exact waits
// would keep one core busy and delay the generator on the other. Two measurements are compared on delays of which a
// millisecond is a small part.

import { createServer } from 'node:net';
import { FREEZE_EVERY_MS, FREEZE_MS } from './freeze.mjs';

const SLOW_SHARE = 0.015;

const delays = {
  instant: () => 0,
  constant: () => 5,
  // Median 5 ms, sigma 0.25: a healthy API.
  'log-normal': () => 5 * Math.exp(0.25 * normal()),
  // A little more than 1 %, so that p99 is clearly among the slow responses.
  'a few at 60 ms': () => (Math.random() < SLOW_SHARE ? 60 : 5),
};

/** The delays of `slow`: the quantiles of a log-logistic distribution with a median of 60 ms, some 30 to 120 ms. */
const SLOW = Array.from({ length: 1000 }, (_, index) => {
  const share = (index + 0.5) / 1000;
  return 60 * (share / (1 - share)) ** 0.1;
});
/** Has no factor in common with their number, so that a thousand responses in a row have each delay once. */
const STRIDE = 619;
let turn = 0;
// Without chance, so that two measurements of some thousand responses have the same delays.
delays.slow = () => SLOW[(turn += STRIDE) % SLOW.length];

let delayOf = delays.instant;
let tookMs = [];
let issued = 0;
let told = 0;

const server = createServer({ noDelay: true }, (socket) => {
  let waiting = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => {
    const readMs = performance.now();
    waiting += bytes.latin1Slice();
    for (let length = lengthOfRequest(waiting); length !== null; length = lengthOfRequest(waiting)) {
      waiting = waiting.slice(length);
      answerAfter(socket, readMs, delayOf());
    }
  });
});

function lengthOfRequest(text) {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const length = end + 4 + Number(/content-length: *(\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
  return text.length < length ? null : length;
}

function answerAfter(socket, readMs, delayMs) {
  if (delayMs === 0) return answer({ socket });
  setTimeout(answer, delayMs, { socket, readMs });
}

function answer({ socket, readMs }) {
  // At the end of a round clients disconnect, most of them from slow responses. No client counted this response.
  if (!socket.writable) return;
  issued += 1;
  const body = `{"access":"access-${issued}","refresh":"refresh-${issued}"}`;
  if (readMs !== undefined) tookMs.push(performance.now() - readMs);
  socket.write(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
}

function freeze() {
  const until = performance.now() + FREEZE_MS;
  while (performance.now() < until);
}

function normal() {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

process.once('disconnect', () => process.exit());
process.on('message', ({ be, tell }) => {
  if (be === 'freezing') setInterval(freeze, FREEZE_EVERY_MS);
  else if (be !== undefined) delayOf = delays[be];
  process.send(tell ? { tookMs, answered: issued - told } : { port: server.address().port });
  tookMs = [];
  told = issued;
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
