import type { HttpRequest, HttpResponse } from '../../model/http.ts';

/**
 * One harmless request of the detection: a discovery document, or an empty body to a login route. Never with credentials.
 * The detection sends each once, also where several stacks name it, and the same method and body to a sibling path that no
 * server has.
 */
export interface Probe {
  readonly method: 'GET' | 'POST' | 'OPTIONS';
  readonly path: string;
  /** `json` is `{}`, `form` an empty form. */
  readonly body: 'json' | 'form' | null;
}

export interface ProbeResponse extends HttpResponse {
  /** The parsed body; undefined where it is not JSON. */
  readonly json: unknown;
  /** The response of the sibling path had the same status and kind of body, so this one proves no route. */
  readonly likeNoRoute: boolean;
}

/** The response to a probe; null where none came. */
export type Responses = (probe: Probe) => ProbeResponse | null;

/** What the server itself showed. */
export interface Detection {
  /** What was seen, in words, like `POST /api/token/ names the fields username and password`. At least one. */
  readonly marks: readonly string[];
  /** Parts of URLs that were found, for `{{bind.NAME}}`, like `token_path`. */
  readonly bind: Readonly<Record<string, string>>;
}

/** How a stack is recognised: by its own marks, never by a status alone. */
export interface DetectionRule {
  readonly probes: readonly Probe[];
  /** Null where the marks of this stack were not seen. */
  detect(responses: Responses): Detection | null;
}

export const postJson = (path: string): Probe => ({ method: 'POST', path, body: 'json' });
export const postForm = (path: string): Probe => ({ method: 'POST', path, body: 'form' });
export const get = (path: string): Probe => ({ method: 'GET', path, body: null });

export function requestOf({ method, path, body }: Probe): HttpRequest {
  const type = body === 'json' ? 'application/json' : 'application/x-www-form-urlencoded';
  return {
    method,
    path,
    headers: { accept: 'application/json', ...(body === null ? {} : { 'content-type': type }) },
    body: body === null ? null : body === 'json' ? '{}' : '',
  };
}
