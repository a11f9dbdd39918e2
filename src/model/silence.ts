/** Why a TLS handshake failed. */
export const tlsRefusals = ['protocol-version', 'client-certificate', 'server-name', 'handshake'] as const;
export type TlsRefusal = (typeof tlsRefusals)[number];

/** Why an accepted connection gave no HTTP answer. */
export type Silence =
  /** No byte came within the bound. */
  | { readonly kind: 'hangs'; readonly waitedMs: number }
  /** A header began, and did not end within the bound. */
  | { readonly kind: 'header-stalls'; readonly waitedMs: number; readonly bytes: number }
  | { readonly kind: 'closes' }
  /** The connection ended in the middle of a header. */
  | { readonly kind: 'header-cut'; readonly bytes: number }
  | { readonly kind: 'resets' }
  /** http was asked, and the port speaks TLS. */
  | { readonly kind: 'speaks-tls' }
  /** https was asked, and the port answers plain http. */
  | { readonly kind: 'speaks-http' }
  /** https was asked, and the port speaks neither TLS nor http. */
  | { readonly kind: 'no-tls' }
  /** Another protocol, by its name where its greeting is well known; `begins` is what came first, as far as it can be printed. */
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

/** How the body of an answer ended. All but `whole` leave its status and its first byte measured. */
export const bodyEnds = ['whole', 'too-long', 'unfinished', 'cut-short', 'excess', 'malformed'] as const;
export type BodyEnd = (typeof bodyEnds)[number];

/** A page is read to its end for its timing, but never further than this. */
export const LONGEST_BODY_MIB = 32;
