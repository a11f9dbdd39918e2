import type { ArmSubject } from '../../gather/compare/index.ts';
import type { Arrivals } from '../../load/plan/contract.ts';
import type { SuiteThreshold } from '../../judge/threshold-grammar.ts';
import type { Baseline } from '../../model/baseline.ts';
import type { Credentials } from '../../model/auth.ts';
import type { ExitPolicy } from '../../model/policy.ts';
import type { Watcher } from '../../model/progress.ts';
import type { Command, Run } from '../../model/run.ts';
import type { SuiteId } from '../../model/suite.ts';

/** What a run depends on, where it is not as usual. Times are in ms. */
interface Choices {
  /** Without it: `run` where there is an account, else `diagnose`. */
  readonly command: Exclude<Command, 'compare'>;
  /** The account to sign in with. The password is never written anywhere. */
  readonly user: string;
  readonly password: string;
  /** Several accounts, taken in turn by the virtual users; instead of `user` and `password`. */
  readonly accounts: readonly Credentials[];
  /** An auth stack of the catalogue; without it, it is found out. */
  readonly preset: string;
  /** The protected route to read; without it, one is found. */
  readonly apiPath: string;
  readonly suites: readonly SuiteId[];
  /** Of the concurrent pass; 10 without it. */
  readonly connections: number;
  /** Answers of each pass; 300 without it. Contradicts `durationMs`. */
  readonly requests: number;
  readonly durationMs: number;
  /** Requests per second, by a plan. */
  readonly rate: number;
  readonly arrivals: Arrivals;
  readonly seed: number;
  /** The judged passes go on until more answers could not change their verdict, for `maxTimeMs` at most. */
  readonly untilSure: boolean;
  readonly maxTimeMs: number;
  readonly findCapacity: boolean;
  readonly secondOpinion: boolean;
  /** Files to write while it measures: an HdrHistogram log, and a line of JSON for each exchange. */
  readonly hlog: string;
  readonly samples: string;
  /** Like `refresh p95 < 30ms`; they replace the defaults. */
  readonly targets: readonly (string | SuiteThreshold)[];
  readonly failOn: ExitPolicy['failOn'];
  readonly onInconclusive: ExitPolicy['onInconclusive'];
  /** The one other machine that load and attacks may go to. */
  readonly allowRemote: string;
  /** Bound of one connect, and of one answer to a probe; 5 s without it. */
  readonly timeoutMs: number;
  /** How long to wait for a first answer before it measures. */
  readonly waitMs: number;
  /** Bound of all measuring; without it 2 min, or 5 min with load, and more where the plan needs more. */
  readonly timeLimitMs: number;
  /** Whether the clients installed here are started and timed. */
  readonly realClients: boolean;
  /** An earlier run to set this one beside. */
  readonly before: Run | null;
  /** What was kept of an earlier run, to be compared with. */
  readonly baseline: Baseline | null;
  /** The reference server beside this one, as a baseline wants it. */
  readonly reference: ArmSubject | null;
  /** Whether this is the reference server, started for this run. */
  readonly embedded: boolean;
  /** The command line that makes this run again. */
  readonly reproduce: string;
  /** Ends the measuring; what was measured until then is in the run. */
  readonly signal: AbortSignal;
  readonly watch: Watcher;
}

/** A run, asked for by what the caller cares about. */
export type RunOptions = { readonly url: string } & { readonly [K in keyof Choices]?: Choices[K] | undefined };
