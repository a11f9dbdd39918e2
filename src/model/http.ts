/** One request as a suite or an attack states it; the path is absolute on the target's origin. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** One answer, body bounded by whoever read it. Header names are lower-case; repeated headers are joined by a comma. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came of one exchange: an answer, or the transport's reason why none came. */
export type Exchanged =
  | { readonly answered: true; readonly response: HttpResponse }
  | { readonly answered: false; readonly code: TransportFailure; readonly message: string };

export type TransportFailure = 'refused' | 'reset' | 'timed-out' | 'unreachable' | 'not-http' | 'aborted';
