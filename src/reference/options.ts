/** What a caller decides about the reference server. It must survive a trip over IPC, so it holds plain data only. */
export interface ReferenceOptions {
  /** 0 takes a free port. */
  readonly port: number;
  /** How many accounts to make: user1 … userN. */
  readonly users: number;
  /** The one password of all accounts. */
  readonly password: string;
  readonly accessSeconds?: number | undefined;
  readonly refreshSeconds?: number | undefined;
  /** Keep the data here; without it the server uses a temporary file and removes it when it stops. */
  readonly databaseFile?: string | undefined;
  /** `both` loopback families unless said otherwise: `ipv4` is the server that half of all tutorials start. */
  readonly families?: 'both' | 'ipv4' | undefined;
}

/** 15 minutes: long enough to be useful, short enough that a stolen access token is soon worthless. */
export const DEFAULT_ACCESS_SECONDS = 900;

/** 12 hours, the longest session that NIST SP 800-63B allows at AAL3 before the user must sign in again. */
export const DEFAULT_REFRESH_SECONDS = 43_200;

export function userNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `user${index + 1}`);
}
