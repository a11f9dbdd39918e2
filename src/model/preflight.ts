/** The answers to a CORS preflight, as a browser sends it before a request from a page of another origin. */
export interface Preflight {
  /** The origin of the page that was named. */
  readonly origin: string;
  /** From the request to the end of each response on a new connection, in order. */
  readonly visitsMs: readonly number[];
  readonly status: number;
  /** Whether the response permits requests of that origin. */
  readonly allows: boolean;
  /** Access-Control-Max-Age in seconds; null without a number. */
  readonly maxAgeS: number | null;
}
