import type { AuditLog } from '../../gather/auth/audit-log/contract.ts';
import type { ArmSubject } from '../../gather/compare/index.ts';
import type { Arrivals } from '../../load/plan/contract.ts';
import type { WrittenThreshold } from '../../judge/threshold-grammar.ts';
import type { Baseline } from '../../model/baseline.ts';
import type { Credentials } from '../../model/auth.ts';
import type { ExitPolicy } from '../../model/policy.ts';
import type { Depth } from '../../model/depth.ts';
import type { Profile } from '../../model/profile.ts';
import type { OnProgress } from '../../model/progress.ts';
import type { Run } from '../../model/run.ts';
import type { MeasureCommand } from '../commands.ts';
import type { SiteValues } from '../../flows/workload.ts';
import type { SuiteId } from '../../model/suite.ts';
import type { AuthStack } from '../../stacks/auth/contract.ts';
import type { OwnSuite } from '../../suites/own.ts';

/** The optional settings of a run. Times are in ms. */
interface Choices {
  /** Without it: `run` where there is an account, else `diagnose`. */
  readonly command: MeasureCommand;
  /** The account to sign in with; without one, a load is the GET of the URL. The password is never written anywhere. */
  readonly user: string;
  readonly password: string;
  /** Several accounts, taken in turn by the virtual users; instead of `user` and `password`. */
  readonly accounts: readonly Credentials[];
  /** The id of an auth stack; detected by default. */
  readonly preset: string;
  /** An auth stack of the user's own, where no preset is named. */
  readonly auth: AuthStack;
  /** The separate auth server to sign in at, where the URL is not its own. */
  readonly authUrl: string;
  /** The protected route to read; by default one is found. */
  readonly apiPath: string;
  /** Ids of built-in and own suites; all by default. */
  readonly suites: readonly SuiteId[];
  /** The user's own suites, measured beside those of the auth stack. */
  readonly own: readonly OwnSuite[];
  /** Measures the own suites alone. */
  readonly onlyOwn: boolean;
  /** What the origin of the own suites leaves out, a sentence each. Listed as not checked. */
  readonly leftOut: readonly string[];
  /** Values for the templates of flows: a client of an OAuth server, and secrets by name. Never written anywhere. */
  readonly values: SiteValues;
  /** Connections of the concurrent trial; 10 by default. */
  readonly connections: number;
  /** Generator processes that share the connections; 1 by default. */
  readonly processes: number;
  /** Answers of each trial; 300 by default. Contradicts `durationMs`. */
  readonly requests: number;
  readonly durationMs: number;
  /** Planned requests per second, in the open model. */
  readonly rate: number;
  readonly arrivals: Arrivals;
  readonly seed: number;
  /** The judged trials run until more answers could not change their verdict, for `maxTimeMs` at most. */
  readonly untilSure: boolean;
  readonly maxTimeMs: number;
  readonly findCapacity: boolean;
  readonly secondOpinion: boolean;
  /** Files written during the measurement: an HdrHistogram log, and a line of JSON for each exchange. */
  readonly hlog: string;
  readonly samples: string;
  /** Like `refresh p95 < 30ms`, or `p95 < 30ms` where one suite is measured; they replace the defaults. */
  readonly targets: readonly (string | WrittenThreshold)[];
  /** Ids and groups of the security checks to make; all by default. */
  readonly only: readonly string[];
  /** Ids and groups of the security checks to leave out. */
  readonly skip: readonly string[];
  /** The id of a profile, or one of your own: which checks are required, and how severe their failures are. */
  readonly profile: string | Profile;
  readonly failOn: ExitPolicy['failOn'];
  readonly onInconclusive: ExitPolicy['onInconclusive'];
  /** The other machine that load and checks may be sent to. */
  readonly allowRemote: string;
  /** Sends failed logins, which can lock the account. */
  readonly allowLockout: boolean;
  /** Whether tokens may make the server read a file, or fetch an address of this machine. */
  readonly intrusive: boolean;
  /** For how long a used refresh token is presented again while it is good; 12 s by default, 3 s with `only`. Accepted for longer counts as accepted for ever. */
  readonly longestGraceMs: number;
  /** The key of the server's tokens: an HMAC secret or a private key in PEM. Never written anywhere. */
  readonly signingKey: string;
  /** The file that the server appends its audit entries to, or another log. It is read, and its lines are not kept. */
  readonly auditLog: string | AuditLog;
  /** Bound of one connect, and of one answer to a probe; 5 s by default. */
  readonly timeoutMs: number;
  /** How much a diagnosis asks; `default` by default. */
  readonly depth: Depth;
  /** How long to wait for a first answer. */
  readonly waitMs: number;
  /** Bound of all measuring; by default 2 min, or 5 min with load, and more where the plan needs more. */
  readonly timeLimitMs: number;
  /** Whether the clients installed here are started and timed. */
  readonly realClients: boolean;
  /** An earlier run to compare with. */
  readonly before: Run | null;
  /** The baseline to compare with. */
  readonly baseline: Baseline | null;
  /** The reference server as a control, which a baseline needs. */
  readonly reference: ArmSubject | null;
  /** Whether the server is the reference server, started for this run. */
  readonly embedded: boolean;
  /** The command line that repeats this run. */
  readonly reproduce: string;
  /** Ends the measurement; the run holds the measurements so far. */
  readonly signal: AbortSignal;
  readonly watch: OnProgress;
}

/** The options of a run. */
export type RunOptions = { readonly url: string } & { readonly [K in keyof Choices]?: Choices[K] | undefined };
