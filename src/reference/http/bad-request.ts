import type { Duplex } from 'node:stream';
import { requestId } from './request-id.ts';

/**
 * Answers bytes that Node cannot parse as a request. There is no response object, so the response is written directly.
 */
export function answerBadRequest(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const [line, code] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'headers_too_large']
      : ['400 Bad Request', 'bad_request'];
  const body = JSON.stringify({ detail: 'The server cannot parse this request.', code });
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
