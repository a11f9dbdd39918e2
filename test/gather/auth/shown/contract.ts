import type { HttpRequest, HttpResponse } from '../../../../src/model/http.ts';

/** A response as a product gives it. The default is 200, without headers and body. */
export type Shown = Partial<HttpResponse>;

/** What one server answers to requests without credentials. */
export interface ShownServer {
  /** The id of its auth stack; null where it has none of the catalogue. */
  readonly stack: string | null;
  readonly title: string;
  /** The path of the target's URL; `/` unless set. */
  readonly urlPath?: string;
  /** Stacks of which it shows the marks too, since its own is a special case of them and comes first in the list. */
  readonly alsoShows?: readonly string[];
  /** The facts that are found. */
  readonly bind?: Readonly<Record<string, string>>;
  /** By `METHOD path`; `POST form /path` is a POST of a form only. */
  readonly routes: Readonly<Record<string, Shown>>;
  /** The response where there is no route. */
  otherwise(request: HttpRequest): Shown;
}

export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Shown => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

export const html = (status: number, body: string, over: Shown = {}): Shown => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body,
  ...over,
});

export function responseOf({ routes, otherwise }: ShownServer, request: HttpRequest): HttpResponse {
  const { method, headers } = request;
  const path = request.path.split('?', 1)[0] ?? '';
  const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
  const shown =
    (isForm ? routes[`${method} form ${request.path}`] : undefined) ??
    routes[`${method} ${request.path}`] ??
    routes[`${method} ${path}`] ??
    otherwise(request);
  return { status: 200, headers: {}, setCookies: [], body: '', ...shown };
}
