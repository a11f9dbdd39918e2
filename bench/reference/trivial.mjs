// The upper bound for the HTTP work: node:http reads a JSON body and responds with two texts as long as the tokens of the
// reference. It verifies no token and stores nothing. Every response differs from the previous one, as the suite requires.

import { createServer } from 'node:http';

const TOKEN_CHARACTERS = 420;
const filling = 'x'.repeat(TOKEN_CHARACTERS - 8);
let answered = 10_000_000;

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.once('end', () => {
    JSON.parse(Buffer.concat(chunks).toString());
    answered += 1;
    const text = JSON.stringify({ access: `${filling}${answered}`, refresh: `${answered}${filling}` });
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) });
    response.end(text);
  });
});

process.once('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}/` }));
