import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { ConnectOutcome } from '../model/evidence.ts';

/** Longer than the 2.06 s after which Windows, and the kernel fault that imitates it, refuse a loopback connect. */
export const CONNECT_TIMEOUT_MS = 4_000;

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
    socket.once('connect', () => {
      const connectMs = performance.now() - start;
      clearTimeout(giveUp);
      socket.removeAllListeners('error');
      resolve({ outcome: 'accepted', connectMs, socket });
    });
    socket.once('error', (error: NodeJS.ErrnoException) => end(outcomes[error.code ?? ''] ?? 'unreachable'));
  });
}
