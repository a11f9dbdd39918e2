import type { ConnectOutcome, Family } from './evidence.ts';

/** The platforms whose TCP stacks differ in how long a refused or unresponsive address takes. */
export type ClientPlatform = 'linux' | 'darwin' | 'win32';

/** The measured result of a plain TCP connect to one address. */
export interface AddressConnect {
  readonly address: string;
  readonly family: Family;
  readonly connect: ConnectOutcome;
  readonly connectMs: number;
}

/** The inputs of every client prediction for one name on this machine. */
export interface ClientSituation {
  readonly name: string;
  readonly platform: ClientPlatform;
  readonly resolveMs: number;
  /** The addresses that the resolver returns without AI_ADDRCONFIG, in its order and with its duplicates. */
  readonly addresses: readonly AddressConnect[];
  /**
   * The addresses with AI_ADDRCONFIG; null if that lookup was not made, and then assumed equal to `addresses`. If
   * `name` is a literal address, these are the addresses of localhost.
   */
  readonly withAddrConfig: readonly string[] | null;
  /** Measured addresses that the resolver does not return. Clients with a built-in address list try these. */
  readonly unlisted: readonly AddressConnect[];
}

/**
 * How one connect attempt of a client ended. `lost`: it was still pending when another attempt won or the client gave
 * up. `abandoned`: the client closed it and went on to the next address.
 */
export type AttemptEnd = 'won' | 'refused' | 'reset' | 'unreachable' | 'timed-out' | 'abandoned' | 'lost';

/** One row of the client table; times in ms since the client started to connect. */
export interface ClientAttempt {
  readonly address: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly end: AttemptEnd;
}

export type PredictedOutcome =
  | { readonly outcome: 'connects'; readonly via: string; readonly ms: number }
  | { readonly outcome: 'fails'; readonly because: string; readonly ms: number };

/** The response after the connect: the time to its first byte, or the time within which no byte arrived. */
export type PredictedAnswer =
  | { readonly kind: 'took'; readonly ms: number }
  | { readonly kind: 'none'; readonly withinMs: number };

export interface ClientPrediction {
  readonly id: string;
  readonly title: string;
  /** The connect alone, until the client has an open connection. */
  readonly predicted: PredictedOutcome;
  /** Null if the client gets no connection, and in runs saved before this field existed. */
  readonly answer: PredictedAnswer | null;
  readonly attempts: readonly ClientAttempt[];
  /** The measured time of this installed client, from name lookup to response; null if it was not timed. */
  readonly measuredMs: number | null;
  readonly note: string | null;
}

/** A shorter connect is not noticeable: a connect on loopback, with the noise of a busy machine. */
export const NOTICEABLE_MS = 20;

/** Whether a client fails or waits noticeably. */
export const isNoticeable = ({ predicted }: Pick<ClientPrediction, 'predicted'>): boolean =>
  predicted.outcome === 'fails' || predicted.ms >= NOTICEABLE_MS;
