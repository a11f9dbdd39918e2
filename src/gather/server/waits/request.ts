import { type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { parseServerTiming } from '../../../load/server-timing.ts';
import type { Target } from '../../../model/target.ts';
import { machineUs } from './clock.ts';
import type { TimedRequest } from './contract.ts';

/** What a server says of the parts of its time. */
export function serverTimingIn(headers: Readonly<IncomingHttpHeaders>): TimedRequest['serverTiming'] {
  const header = headers['server-timing'];
  return parseServerTiming(Array.isArray(header) ? header.join(',') : (header ?? ''));
}

/** One GET of the URL on a new connection, until its last byte; null where no whole response came. */
export function timedGet(target: Target, signal: AbortSignal): Promise<TimedRequest | null> {
  const { scheme, host, port, path } = target;
  const send = scheme === 'https' ? httpsRequest : httpRequest;
  const headers = { 'user-agent': 'whyslow' };
  return new Promise((resolve) => {
    let sentUs = machineUs();
    let local: number | null = null;
    const asked = send({ host, port, path, headers, agent: false, signal, rejectUnauthorized: false }, (response) => {
      response.once('error', () => resolve(null));
      const serverTiming = serverTimingIn(response.headers);
      response.once('end', () => resolve({ sentUs, endUs: machineUs(), port: local, serverTiming }));
      response.resume();
    });
    asked.once('socket', (socket) =>
      socket.once('connect', () => {
        sentUs = machineUs();
        local = socket.localPort ?? null;
      }),
    );
    asked.on('error', () => resolve(null));
    asked.end();
  });
}
