import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Lagging {
  readonly port: number;
  /** Ends its connections. The bytes on their way are lost. */
  cut(): void;
  close(): Promise<void>;
}

/**
 * A TCP proxy that hands over the bytes of a server after a delay, like a network between two machines.
 */
export async function lagging(upstreamPort: number, delayMs: number): Promise<Lagging> {
  const sockets = new Set<Socket>();
  const proxy = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ port: upstreamPort, host: '127.0.0.1', noDelay: true });
    client.pipe(upstream);
    upstream.on('data', (bytes) => setTimeout(() => void (client.destroyed || client.write(bytes)), delayMs));
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => {});
      one.once('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    cut,
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    async close() {
      proxy.close();
      cut();
      if (proxy.listening) await once(proxy, 'close');
    },
  };
}
