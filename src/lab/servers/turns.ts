import { createServer as createTcpServer, type Server as TcpServer, type Socket } from 'node:net';
import type { Server } from 'node:http';

/** Gives a worker to one connection at a time, in their order, until that connection has ended. */
export class Turns {
  #owner: Socket | null = null;
  readonly #waiting: { readonly socket: Socket; readonly start: () => void }[] = [];

  /** Calls back at once for the connection that has the worker already. */
  take(socket: Socket, start: () => void): void {
    if (this.#owner === socket) return start();
    this.#waiting.push({ socket, start });
    this.#next();
  }

  #next(): void {
    if (this.#owner !== null) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#owner = next.socket;
    const end = (): void => {
      this.#owner = null;
      this.#next();
    };
    if (next.socket.destroyed) return end();
    next.socket.once('close', end);
    next.start();
  }
}

/** A server that reads the next connection when the one before has ended, whether a request came on it or not. */
export function oneConnectionAtATime(server: Server, turns: Turns): TcpServer {
  return createTcpServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    turns.take(socket, () => {
      server.emit('connection', socket);
      socket.resume();
    });
  });
}
