import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Server as TcpServer } from 'node:net';
import type { Behaviour } from '../contract.ts';
import { admit } from './admission.ts';
import { answer } from './answer.ts';
import { slowTls } from './slow-tls.ts';
import { oneConnectionAtATime, Turns } from './turns.ts';

type Http = Extract<Behaviour, { kind: 'http' }>;

/** Servers of one process share the worker. */
const turns = new Turns();

export function serverOf(behaviour: Http): TcpServer {
  const server = httpServer(behaviour);
  // Node adds a second to this time, and a fault needs it exactly.
  server.keepAliveTimeout = 0;
  if (behaviour.expect === 'ignored') {
    server.on('checkContinue', (request, response) => void late(behaviour, request, response));
  }
  return behaviour.serves === 'one-connection' ? oneConnectionAtATime(server, turns) : server;
}

/** The response is the same for every path. As a proxy it gets whole URLs as paths. */
function httpServer(behaviour: Http): Server {
  const noDelay = behaviour.writes === 'at-once';
  const listener = listenerOf(behaviour);
  return behaviour.tls === 'none' ? createServer({ noDelay }, listener) : createSecureServer(slowTls(), listener);
}

/** Of this process, at all of its addresses. */
let requests = 0;

const listenerOf =
  (behaviour: Http): RequestListener =>
  (request, response) => {
    requests += 1;
    const number = requests;
    const { socket } = request.resume();
    socket.setTimeout(0);
    response.once('finish', () => {
      socket.setTimeout(behaviour.keepsOpenMs ?? 0);
      if (number === behaviour.endsAfter) process.exit();
    });
    const start = (): void =>
      void admit(behaviour.admits, request, response, () => answer(behaviour, request, { response, number }));
    if (behaviour.serves === 'one-used-connection') turns.take(socket, start);
    else start();
  };

/** Answers when the body has arrived, for which it never asked. */
async function late(behaviour: Http, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await once(request.resume(), 'end');
  await answer(behaviour, request, { response, number: requests });
}
