import { Agent } from 'node:http';
import { connectTo } from '../network/connect.ts';
import type { GatherContext } from '../context.ts';
import { secured } from '../network/secured.ts';
import { type Visited, visitThrough } from './visit.ts';

/** One connection that is reused as long as the server keeps it open. */
export interface KeptConnection {
  visit(): Promise<Visited>;
  /** Whether the server has not closed its half yet. */
  isOpen(): boolean;
  /** Calls back when the server closes its half, or the connection ends. */
  onceClosed(closed: (how: 'ended' | 'reset') => void): void;
  close(): void;
}

/** @returns null when the address does not accept a connection. */
export async function keepConnection(
  address: string,
  { target, signal, timeoutMs }: GatherContext,
): Promise<KeptConnection | null> {
  const connected = await connectTo(address, target.port, timeoutMs);
  if (connected.outcome !== 'accepted') return null;
  const socket = secured(connected.socket, target);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  // The agent uses this socket and never opens its own, so that every request goes to the given address.
  agent.createConnection = () => socket;
  // Node's agent closes a connection ahead of the time that a Keep-Alive header announces. The server is to close it.
  agent.keepSocketAlive = () => true;
  // After the server closed its half, the socket may not be destroyed yet, but it can receive no response.
  const isOpen = (): boolean => !socket.destroyed && socket.writable && !socket.readableEnded;
  return {
    isOpen,
    onceClosed(closed) {
      socket.once('end', () => closed('ended'));
      socket.once('close', (hadError: boolean) => closed(hadError ? 'reset' : 'ended'));
    },
    async visit() {
      if (!isOpen()) return { ok: false, silence: { kind: 'closes' } };
      return visitThrough(agent, target, { signal, timeoutMs });
    },
    close() {
      agent.destroy();
      socket.destroy();
    },
  };
}
