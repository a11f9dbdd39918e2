export type Method = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One request as a flow states it; the path, with its query, is absolute on the target's origin. */
export interface HttpRequest {
  readonly method: Method;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/**
 * One response; its body is bounded by the reader. Header names are lower-case; repeated headers are joined by a comma,
 * but for Set-Cookie, whose lines cannot be told apart after that (RFC 9110 §5.3).
 */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The Set-Cookie headers, one a line. */
  readonly setCookies: readonly string[];
  readonly body: string;
}

/** What came of one exchange: an answer, or the transport's reason why none came. */
export type Exchanged =
  | { readonly answered: true; readonly response: HttpResponse }
  | { readonly answered: false; readonly code: TransportFailure; readonly message: string };

export type TransportFailure = 'refused' | 'reset' | 'timed-out' | 'unreachable' | 'not-http' | 'aborted';
