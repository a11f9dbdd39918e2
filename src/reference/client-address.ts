import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { AddressSource } from './options.ts';

type Asked = Pick<IncomingMessage, 'headers' | 'socket'>;

/** The address of the client, for the throttle and the audit log. */
export function clientAddress({ headers, socket }: Asked, source: AddressSource): string {
  const peer = socket.remoteAddress ?? 'unknown';
  if (source === 'socket' || !isLoopback(peer)) return peer;
  return lastForwarded(headers['x-forwarded-for']) ?? peer;
}

/**
 * The proxy in front of this server appends the address of its client, so a client can choose every entry except the
 * last. Node joins repeated headers in their order.
 */
function lastForwarded(header: string | string[] | undefined): string | null {
  const entries = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',');
  const last = entries.at(-1)?.trim() ?? '';
  return isIP(last) === 0 ? null : last;
}

/** A dual-stack socket reports IPv4 addresses in their IPv6 form. */
const isLoopback = (address: string): boolean => /^(?:::ffff:)?127\.|^::1$/.test(address);
