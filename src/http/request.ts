import type { HttpRequest } from '../model/http.ts';

/**
 * One request as it goes over the wire. Head and body are one text for one write, since a second write could wait for a
 * delayed ACK. The caller ensures that path and headers contain no line break.
 */
export function requestText({ method, path, headers, body }: HttpRequest, host: string, close: boolean): string {
  let text = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`;
  if (close) text += 'connection: close\r\n';
  for (const name of Object.keys(headers)) text += `${name}: ${headers[name]}\r\n`;
  if (body !== null) text += `content-length: ${Buffer.byteLength(body)}\r\n`;
  return body === null ? `${text}\r\n` : `${text}\r\n${body}`;
}
