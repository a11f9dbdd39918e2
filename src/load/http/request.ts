import type { HttpRequest } from '../../model/http.ts';

/** What would end a header and begin another, or a second request. */
const ENDS_A_LINE = /[\r\n\0]/;

/**
 * One request as it goes over the wire, head and body in one write: two writes would meet a delayed ACK.
 * @throws TypeError for a path or header that holds a line break: our own mistake, and a dangerous one.
 */
export function requestText({ method, path, headers, body }: HttpRequest, host: string, close: boolean): string {
  let text = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`;
  if (close) text += 'connection: close\r\n';
  for (const name of Object.keys(headers)) text += `${name}: ${headers[name]}\r\n`;
  if (body !== null) text += `content-length: ${Buffer.byteLength(body)}\r\n`;
  refuseLineBreaks(path, headers);
  return body === null ? `${text}\r\n` : `${text}\r\n${body}`;
}

function refuseLineBreaks(path: string, headers: Readonly<Record<string, string>>): void {
  const bad = [path, ...Object.entries(headers).flat()].some((part) => ENDS_A_LINE.test(part));
  if (bad || path.includes(' ')) throw new TypeError('A path or header of a request holds a line break.');
}
