import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer as createTcpServer, type Socket } from 'node:net';
import type { Behaviour, Server } from '../contract.ts';
import { answerTo } from './dns.ts';
import { serverOf } from './http.ts';

/** Binds one address of a server; settles when it listens there. */
export async function listen({ behaviour, port }: Server, address: string): Promise<void> {
  switch (behaviour.kind) {
    case 'http':
      await once(serverOf(behaviour).listen(port, address), 'listening');
      return;
    case 'mute':
      await once(createTcpServer(readOnly).listen(port, address), 'listening');
      return;
    case 'reset':
      await once(createTcpServer(resetOnFirstByte).listen(port, address), 'listening');
      return;
    case 'dns':
      await listenForQuestions(behaviour, port, address);
      return;
    case 'store':
      await once(createTcpServer(greet(behaviour)).listen(port, address), 'listening');
      return;
    case 'stopped':
      await once(createTcpServer().listen({ port, host: address, backlog: behaviour.backlog }), 'listening');
      return;
    case 'debugger':
    case 'busy':
      return;
    default:
      behaviour satisfies never;
  }
}

const readOnly = (socket: Socket): void => void socket.on('error', () => socket.destroy()).resume();

const greet =
  ({ greetsAfterMs, answersAfterMs }: Extract<Behaviour, { kind: 'store' }>) =>
  (socket: Socket): void => {
    const say = (ms: number): void => void setTimeout(() => socket.write('!'), ms);
    socket.on('error', () => socket.destroy());
    socket.on('data', () => say(answersAfterMs));
    say(greetsAfterMs);
  };

/** Not on accept: an RST that arrives before the client sees the connection would look like a refusal. */
function resetOnFirstByte(socket: Socket): void {
  socket.once('data', () => socket.resetAndDestroy());
  socket.on('error', () => socket.destroy());
}

async function listenForQuestions(
  { names, unknownAfterMs }: Extract<Behaviour, { kind: 'dns' }>,
  port: number,
  address: string,
): Promise<void> {
  const socket = createSocket('udp4');
  socket.on('message', (question, { port: askerPort, address: asker }) => {
    const { reply, known } = answerTo(question, names);
    setTimeout(() => socket.send(reply, askerPort, asker), known ? 0 : unknownAfterMs);
  });
  socket.bind(port, address);
  await once(socket, 'listening');
}
