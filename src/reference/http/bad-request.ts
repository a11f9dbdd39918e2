import type { Duplex } from 'node:stream';
import { requestId } from './request-id.ts';

/** For bytes that never became a request: there is no response object yet, so this one answer is written by hand. */
export function answerBadRequest(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const [line, code] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'headers_too_large']
      : ['400 Bad Request', 'bad_request'];
  const body = JSON.stringify({ detail: 'This is not a request that the server can read.', code });
  const head = [
    `HTTP/1.1 ${line}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    `X-Request-Id: ${requestId(undefined)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
