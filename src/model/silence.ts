/** Why a TLS handshake failed. */
export const tlsRefusals = ['protocol-version', 'client-certificate', 'server-name', 'handshake'] as const;
export type TlsRefusal = (typeof tlsRefusals)[number];

/** Why an accepted connection gave no HTTP response. */
export type Silence =
  /** No byte arrived before the timeout. */
  | { readonly kind: 'hangs'; readonly waitedMs: number }
  /** A header began and was not complete before the timeout. */
  | { readonly kind: 'header-stalls'; readonly waitedMs: number; readonly bytes: number }
  | { readonly kind: 'closes' }
  /** The connection ended in the middle of a header. */
  | { readonly kind: 'header-cut'; readonly bytes: number }
  | { readonly kind: 'resets' }
  /** The request was http, and the port speaks TLS. */
  | { readonly kind: 'speaks-tls' }
  /** The request was https, and the port speaks plain http. */
  | { readonly kind: 'speaks-http' }
  /** The request was https, and the port speaks neither TLS nor http. */
  | { readonly kind: 'no-tls' }
  /** Another protocol, named if its greeting is known. `begins` holds the printable start of the response. */
  | { readonly kind: 'not-http'; readonly speaks: string | null; readonly begins: string }
  | { readonly kind: 'http2-only' }
  | { readonly kind: 'http09' }
  | { readonly kind: 'header-too-large' }
  | { readonly kind: 'malformed-header'; readonly code: string }
  | { readonly kind: 'invalid-status'; readonly status: string }
  | { readonly kind: 'tls-hangs'; readonly waitedMs: number }
  | { readonly kind: 'tls-refused'; readonly why: TlsRefusal; readonly code: string }
  | { readonly kind: 'aborted' }
  | { readonly kind: 'unknown'; readonly code: string };

/** How the body of a response ended. Status and first byte are measured in each case. */
export const bodyEnds = ['whole', 'too-long', 'unfinished', 'cut-short', 'excess', 'malformed'] as const;
export type BodyEnd = (typeof bodyEnds)[number];

/** A body is read to its end to time it, but never beyond this length. */
export const LONGEST_BODY_MIB = 32;
