/** What the head of a response says, and how its body arrived. Times in ms since the request. */
export interface ResponseFacts {
  readonly httpVersion: string;
  /** Whether the server lets the connection be used again, by its version and its `Connection` header. */
  readonly keptAlive: boolean;
  /** The media type alone, without parameters. */
  readonly mediaType: string | null;
  /** Null without a Content-Length, as of a chunked body. */
  readonly contentLength: number | null;
  readonly contentEncoding: string | null;
  /** Whether it sets a cookie. Names and values are not kept. */
  readonly setsCookie: boolean;
  /** Retry-After, or the end of a rate limit that the server states, in words of the server. */
  readonly retryAfter: string | null;
  /** Bytes of the body as they arrived, before any decoding. */
  readonly bodyBytes: number;
  /** When the last byte of the body arrived, which may be long before the connection ended; null without a body. */
  readonly lastByteMs: number | null;
  /** Groups of bytes of the body that arrived more than 5 ms apart. */
  readonly bursts: number;
  /** Absent in runs saved before this field existed. */
  readonly ending?: BodyEnding | undefined;
}

/** How the client knows where a body ends, and how long it waited for that end. */
export interface BodyEnding {
  readonly framing: 'length' | 'chunked' | 'close';
  /** From the last byte of the body, or of the header where no body came, to the end of the response or of the visit. */
  readonly quietMs: number;
  /** The complete events in a body of a streaming media type; null for other media types. */
  readonly events: number | null;
}
