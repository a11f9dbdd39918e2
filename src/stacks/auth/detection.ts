import type { HttpRequest, HttpResponse } from '../../model/http.ts';

/** One harmless request of the detection: a discovery document, a page, or an empty body to a login route. */
export interface Probe {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** `json` is `{}`, `form` an empty form. */
  readonly body: 'json' | 'form' | null;
  readonly accept: 'json' | 'html';
  /** `url`: the path is below the path of the target's URL, and not below its origin. */
  readonly below: 'origin' | 'url';
}

export interface ProbeResponse extends HttpResponse {
  /** The parsed body; undefined where it is not JSON. */
  readonly json: unknown;
  /** The status is 404, or a path that no server has got the same response, so that this one proves no route. */
  readonly likeNoRoute: boolean;
}

/** The response to a probe; null where none came. */
export type Responses = (probe: Probe) => ProbeResponse | null;

/** Facts that were found, for `{{bind.NAME}}`: parts of URLs, like `token_path`. */
export type Bind = Readonly<Record<string, string>>;

/** What the server itself showed. */
export interface Detection {
  /** The marks that were seen, in words, like `POST /api/token/ names the fields username and password`. At least one. */
  readonly marks: readonly string[];
  readonly bind: Bind;
}

/** How a stack is recognised: by its own marks, never by a status alone. */
export interface DetectionRule {
  /** All marks in words, for the documentation. */
  readonly text: string;
  readonly probes: readonly Probe[];
  /** Null where the marks of this stack were not seen. */
  detect(responses: Responses): Detection | null;
}

const probe = (method: Probe['method'], path: string, body: Probe['body']): Probe => ({
  method,
  path,
  body,
  accept: 'json',
  below: 'origin',
});

export const postJson = (path: string): Probe => probe('POST', path, 'json');
export const postForm = (path: string): Probe => probe('POST', path, 'form');
export const get = (path: string): Probe => probe('GET', path, null);
export const getPage = (path: string): Probe => ({ ...get(path), accept: 'html' });
export const getBelowUrl = (path: string): Probe => ({ ...get(path), below: 'url' });

/** @param urlPath the path of the target's URL. */
export function requestOf({ method, path, body, accept, below }: Probe, urlPath = '/'): HttpRequest {
  const type = body === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
  return {
    method,
    path: below === 'url' ? `${urlPath.replace(/\/+$/, '')}${path}` : path,
    headers: {
      accept: accept === 'json' ? 'application/json' : 'text/html',
      ...(body === null ? {} : { 'content-type': type }),
    },
    body: body === null ? null : body === 'json' ? '{}' : '',
  };
}
