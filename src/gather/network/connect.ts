import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { transportFailure } from '../../http/transport-failure.ts';
import { ToolError } from '../../model/error.ts';
import type { ConnectOutcome } from '../../model/evidence.ts';
import { failureText } from '../../model/http.ts';

export type Connected =
  | { readonly outcome: 'accepted'; readonly connectMs: number; readonly socket: Socket }
  | { readonly outcome: Exclude<ConnectOutcome, 'accepted'>; readonly connectMs: number };

const outcomes: Readonly<Record<string, Exclude<ConnectOutcome, 'accepted'>>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ETIMEDOUT: 'timed-out',
};

/** Without a file descriptor or memory no SYN is sent, so the error says nothing about the address. */
const nothingSent: ReadonlySet<string> = new Set(['too-many-open-files', 'no-memory']);

/**
 * One TCP connect to one literal address, timed from the SYN to the kernel's result. The caller owns the socket.
 * @throws ToolError `too-many-open-files`, `no-memory` (exit 2)
 */
export function connectTo(address: string, port: number, timeoutMs: number): Promise<Connected> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const socket = connect({ host: address, port, noDelay: true });
    const giveUp = setTimeout(() => end('timed-out'), timeoutMs);
    const end = (outcome: Exclude<ConnectOutcome, 'accepted'>): void => {
      clearTimeout(giveUp);
      socket.destroy();
      resolve({ outcome, connectMs: performance.now() - start });
    };
    const onError = (error: NodeJS.ErrnoException): void => {
      const failure = transportFailure(error);
      if (nothingSent.has(failure.code)) reject(new ToolError(failure.code, failureText(failure)));
      end(outcomes[error.code ?? ''] ?? 'unreachable');
    };
    socket.once('connect', () => {
      const connectMs = performance.now() - start;
      clearTimeout(giveUp);
      // An error event without a listener ends the process. The caller may add its listener later.
      socket.off('error', onError).on('error', () => {});
      resolve({ outcome: 'accepted', connectMs, socket });
    });
    socket.once('error', onError);
  });
}
