import { Agent } from 'node:http';
import { connectTo } from '../network/connect.ts';
import type { GatherContext } from '../context.ts';
import { secured } from '../network/secured.ts';
import { type Visited, visitThrough } from './visit.ts';

/** One connection that is used again and again, as long as the server leaves it open. */
export interface KeptConnection {
  visit(): Promise<Visited>;
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
  // The agent may use this one socket and never dial by itself: a literal address must stay the one that was asked for.
  agent.createConnection = () => socket;
  return {
    async visit() {
      // A server that closed its half leaves a socket that is not destroyed yet and that no answer can come from.
      if (socket.destroyed || !socket.writable || socket.readableEnded)
        return { ok: false, silence: { kind: 'closes' } };
      return visitThrough(agent, target, { signal, timeoutMs });
    },
    close() {
      agent.destroy();
      socket.destroy();
    },
  };
}
