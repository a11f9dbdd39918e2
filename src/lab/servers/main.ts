import type { Server } from '../contract.ts';
import { listen } from './listen.ts';

// The entry of one server's process, started by start.ts. It ends when its parent ends, for any reason.
process.once('disconnect', () => process.exit(0));
process.once('message', (server: Server) => void start(server));

async function start(server: Server): Promise<void> {
  try {
    await Promise.all(server.addresses.map((address) => listen(server, address)));
    process.send?.({ kind: 'listening' } satisfies ServerReport);
  } catch (error) {
    process.send?.({ kind: 'failed', because: error instanceof Error ? error.message : String(error) });
  }
}

export type ServerReport = { readonly kind: 'listening' } | { readonly kind: 'failed'; readonly because: string };
