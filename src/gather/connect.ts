import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { ConnectOutcome } from '../model/evidence.ts';

export type Connected =
  | { readonly outcome: 'accepted'; readonly connectMs: number; readonly socket: Socket }
  | { readonly outcome: Exclude<ConnectOutcome, 'accepted'>; readonly connectMs: number };

const outcomes: Readonly<Record<string, Exclude<ConnectOutcome, 'accepted'>>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ETIMEDOUT: 'timed-out',
};

/** One TCP connect to one literal address, timed from the SYN to the kernel's answer. The caller owns the socket. */
export function connectTo(address: string, port: number, timeoutMs: number): Promise<Connected> {
  return new Promise((resolve) => {
    const start = performance.now();
    const socket = connect({ host: address, port, noDelay: true });
    const giveUp = setTimeout(() => end('timed-out'), timeoutMs);
    const end = (outcome: Exclude<ConnectOutcome, 'accepted'>): void => {
      clearTimeout(giveUp);
      socket.destroy();
      resolve({ outcome, connectMs: performance.now() - start });
    };
    const onError = (error: NodeJS.ErrnoException): void => end(outcomes[error.code ?? ''] ?? 'unreachable');
    socket.once('connect', () => {
      const connectMs = performance.now() - start;
      clearTimeout(giveUp);
      // From here on a reset belongs to whoever uses the socket; until it does, nobody may be surprised by one.
      socket.off('error', onError).on('error', () => {});
      resolve({ outcome: 'accepted', connectMs, socket });
    });
    socket.once('error', onError);
  });
}
