// A server whose event loop is blocked for 60 ms by each answer, without a use of the CPU. It prints its port.
import { createServer } from 'node:http';

const cells = new Int32Array(new SharedArrayBuffer(4));
const server = createServer((_request, response) => {
  Atomics.wait(cells, 0, 0, 60);
  response.end('done');
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
