import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
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

/** By `METHOD path`. Others are 404. */
export type Routes = Readonly<Record<string, (request: Read) => Reply>>;

export const listenerOf =
  (routes: Routes): RequestListener =>
  (request, response) =>
    void text(request).then((body) => send(response, routes, readOf(request, body)));

function send(response: ServerResponse, routes: Routes, read: Read): void {
  const { status, headers = {}, body = '' } = (routes[read.line] ?? noRoute)(read);
  const isText = typeof body === 'string';
  const type = isText ? 'text/html; charset=utf-8' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...(headers as Record<string, string>) });
  response.end(isText ? body : JSON.stringify(body));
}

const noRoute = (): Reply => ({ status: 404, body: '<h1>Not Found</h1>' });

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
export function jsonField(body: string, name: string): string {
  const value = (JSON.parse(body === '' ? '{}' : body) as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' ? value : '';
}
