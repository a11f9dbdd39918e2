import type { HttpRequest } from '../model/http.ts';

/**
 * One request as it goes over the wire, head and body in one write: two writes would meet a delayed ACK. The caller has
 * made sure that path and headers hold no line break.
 */
export function requestText({ method, path, headers, body }: HttpRequest, host: string, close: boolean): string {
  let text = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`;
  if (close) text += 'connection: close\r\n';
  for (const name of Object.keys(headers)) text += `${name}: ${headers[name]}\r\n`;
  if (body !== null) text += `content-length: ${Buffer.byteLength(body)}\r\n`;
  return body === null ? `${text}\r\n` : `${text}\r\n${body}`;
}
