import type { IncomingMessage, RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';

/** One request with its body, cookies and bearer read. */
export interface Read {
  readonly line: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly cookies: Readonly<Record<string, string>>;
  readonly bearer: string;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** An object is sent as JSON. */
  readonly body?: unknown;
}

/** A listener that keeps the lines of the requests that it got. */
export function listenerOf(reply: (request: Read) => Reply): {
  readonly listener: RequestListener;
  readonly lines: string[];
} {
  const lines: string[] = [];
  const listener: RequestListener = (request, response) => {
    void text(request).then((body) => {
      const read = readOf(request, body);
      lines.push(read.line);
      const { status, headers = {}, body: sent = '' } = reply(read);
      const isText = typeof sent === 'string';
      const type = isText ? 'text/html; charset=utf-8' : 'application/json';
      response.writeHead(status, { 'content-type': type, ...(headers as Record<string, string>) });
      response.end(isText ? sent : JSON.stringify(sent));
    });
  };
  return { listener, lines };
}

function readOf(request: IncomingMessage, body: string): Read {
  const { headers, method, url } = request;
  const pairs = (headers.cookie ?? '').split('; ').map((pair) => pair.split('='));
  return {
    line: `${method} ${url}`,
    headers,
    body,
    cookies: Object.fromEntries(pairs.map(([name = '', ...value]) => [name, value.join('=')])),
    bearer: (headers.authorization ?? '').replace('Bearer ', ''),
  };
}

export const json = (status: number, body: unknown, headers: Reply['headers'] = {}): Reply => ({
  status,
  headers,
  body,
});
export const field = (body: string, name: string): string => new URLSearchParams(body).get(name) ?? '';
export const jsonField = (body: string, name: string): string =>
  String((JSON.parse(body === '' ? '{}' : body) as Readonly<Record<string, unknown>>)[name] ?? '');
