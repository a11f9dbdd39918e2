import type { ConnectOutcome, Family } from './evidence.ts';

/** The systems whose TCP stacks differ in what a refused or a silent address costs. */
export type ClientPlatform = 'linux' | 'darwin' | 'win32';

/** How one address answers a plain TCP connect, as the probe measured it. */
export interface AddressConnect {
  readonly address: string;
  readonly family: Family;
  readonly connect: ConnectOutcome;
  readonly connectMs: number;
}

/** What every client on this machine finds when it wants to reach one name. */
export interface ClientSituation {
  readonly name: string;
  readonly platform: ClientPlatform;
  readonly resolveMs: number;
  /** The resolver's answer, asked without AI_ADDRCONFIG, in its own order and with its own repetitions. */
  readonly addresses: readonly AddressConnect[];
  /**
   * The same question asked with AI_ADDRCONFIG; null when it was not asked, and then taken to be the same. Where `name` is a
   * literal address these are the addresses of localhost.
   */
  readonly withAddrConfig: readonly string[] | null;
  /** Addresses that were measured although the resolver does not list them: clients with a list of their own try these. */
  readonly unlisted: readonly AddressConnect[];
}

/**
 * How one connect of a client ended. `lost` was still running when another attempt won or the client gave up as a whole;
 * `abandoned` was closed by the client itself to go on to the next address.
 */
export type AttemptEnd = 'won' | 'refused' | 'reset' | 'unreachable' | 'timed-out' | 'abandoned' | 'lost';

/** One line of the ledger; times in ms since the client was asked to connect. */
export interface ClientAttempt {
  readonly address: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly end: AttemptEnd;
}

export type PredictedOutcome =
  | { readonly outcome: 'connects'; readonly via: string; readonly ms: number }
  | { readonly outcome: 'fails'; readonly because: string; readonly ms: number };

/** What follows the connect: how long the address took to its first byte, or that it gave none while it was waited for. */
export type PredictedAnswer =
  | { readonly kind: 'took'; readonly ms: number }
  | { readonly kind: 'none'; readonly withinMs: number };

export interface ClientPrediction {
  readonly id: string;
  readonly title: string;
  /** The connect alone, up to the moment at which the client holds a connection. */
  readonly predicted: PredictedOutcome;
  /** Null where the client gets no connection, and in runs saved before it was kept. */
  readonly answer: PredictedAnswer | null;
  readonly attempts: readonly ClientAttempt[];
  /** What this client of the machine really took, name lookup and answer included; null when it was not timed. */
  readonly measuredMs: number | null;
  readonly note: string | null;
}
