export const resumptions = ['resumed', 'refused', 'not-offered'] as const;
/** `not-offered`: the server gave no session to resume. */
export type Resumption = (typeof resumptions)[number];

/** New connections to an https target, and the parts of their times in ms. */
export interface TlsHandshakes {
  /** The TCP connect, the handshake after it, and the wait from the request to the first byte. */
  readonly fresh: readonly { readonly connectMs: number; readonly handshakeMs: number; readonly firstByteMs: number }[];
  /** The handshakes that resumed the session of an earlier connection. */
  readonly resumedMs: readonly number[];
  readonly resumption: Resumption;
  /** Whether the server keeps a connection open after its answer. */
  readonly keptAlive: boolean;
  /** As Node names it, such as `TLSv1.3`. */
  readonly protocol: string;
  /** The public key of the certificate; null if it is not known. */
  readonly key: { readonly type: string; readonly bits: number | null } | null;
}
