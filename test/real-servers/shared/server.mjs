import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

/** The one account of the server. */
export const account = { username: process.env.REAL_SERVER_USER, password: process.env.REAL_SERVER_PASSWORD };

/** What a password costs is measured elsewhere. The default of scrypt takes 50 ms of a core for each sign-in. */
export const QUICK_HASH = { N: 1_024 };

/** Logs the digest of a refresh token that a client presented. */
export function logRefreshToken(token) {
  if (typeof token !== 'string' || token === '') return;
  const digest = createHash('sha256').update(token).digest('hex').slice(0, 16);
  appendFileSync(process.env.REAL_SERVER_REFRESH_LOG, `${digest}\n`);
}

/** The body of a request, which stays readable for the product behind this middleware. */
export function watchBody(request, use) {
  const chunks = [];
  const emit = request.emit.bind(request);
  request.emit = (event, ...args) => {
    if (event === 'data') chunks.push(args[0]);
    if (event === 'end') use(Buffer.concat(chunks).toString());
    return emit(event, ...args);
  };
}

/**
 * Listens on a free loopback port, makes the handler for its URL, and prints the URL.
 * @param handlerFor the request handler of the server at this URL
 */
export async function serve(handlerFor) {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;
  server.on('request', await handlerFor(url));
  process.once('SIGTERM', () => {
    server.close();
    server.closeAllConnections();
  });
  process.stdout.write(`${url}\n`);
}
