import type { SiteValues } from '../flows/workload.ts';
import type { Credentials } from '../model/auth.ts';
import type { Depth } from '../model/depth.ts';
import type { Evidence } from '../model/evidence.ts';
import type { OnProgress } from '../model/progress.ts';
import type { AuthStack } from '../stacks/auth/contract.ts';
import type { AuditLog } from './auth/audit-log/contract.ts';
import type { FirstSession } from './auth/first-session.ts';
import type { VisitWatch } from './server/waits/contract.ts';
import type { Target } from '../model/target.ts';

/** What every gatherer may use: the target, the abort signal and the progress callback. */
export interface GatherContext {
  readonly target: Target;
  readonly signal: AbortSignal;
  readonly watch: OnProgress;
  /** Called with each piece of evidence when it was gathered, and with pieces of which later ones of the same kind know more. */
  readonly onEvidence?: (piece: Evidence) => void;
  /** Bound of one connect, and of one response to a probe. */
  readonly timeoutMs: number;
  /** How long to wait for the first byte of a response, if longer than `timeoutMs`. */
  readonly patienceMs?: number;
  /** The only other machine that may be contacted; null or absent: none. */
  readonly allowRemote?: string | null;
  /** The user's values for templates of flows. */
  readonly values?: SiteValues;
  /** Bound of the whole command, which `signal` holds; null where there is none. */
  readonly timeLimitMs?: number | null;
  /** How much is asked of the target; `default` if absent. */
  readonly depth?: Depth;
  /** Whether a server is watched from inside although its answers are quick. */
  readonly watchesQuick?: boolean;
  /** Whether tokens may make the server read a file, or fetch an address of this machine. */
  readonly intrusive?: boolean;
  /** For how long after its use a spent refresh token is presented again while it is good; null or absent: 12 s. */
  readonly longestGraceMs?: number | null;
  /** The key that signs the tokens of the server, as text: an HMAC secret or a private key in PEM. Never evidence. */
  readonly signingKey?: string | null;
  /** The audit log of the server; null or absent where none was named. */
  readonly auditLog?: AuditLog | null;
  /** Watches a slow server while its addresses are visited. Null or absent: it is not watched then. */
  readonly inside?: VisitWatch | null;
  /** Hands the session of the first sign-in on. Absent where each sign-in is for itself. */
  readonly first?: FirstSession;
}

/** What gatherers that sign in need in addition. */
export interface SignInContext extends GatherContext {
  readonly credentials: Credentials;
  /** The auth stack that was named or described, or null to detect it. */
  readonly stack: AuthStack | null;
  /** The protected route to read, or null to find one. */
  readonly apiPath: string | null;
}
