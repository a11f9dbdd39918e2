import type { Against } from './against.ts';
import type { ClientPrediction } from './client.ts';
import type { Comparison } from './comparison.ts';
import type { ConnectOutcome, Evidence, Family } from './evidence.ts';
import type { Check, Finding } from './finding.ts';
import type { ExitPolicy } from './policy.ts';
import type { BodyEnd } from './silence.ts';
import type { SecondOpinion, SuiteFacts, SuiteResult } from './suite.ts';
import type { Judged, Verdict } from './verdict.ts';

export const runSchema = 'whyslow.run/2';
export const commands = ['run', 'diagnose', 'load', 'verify', 'clients', 'compare'] as const;
export type Command = (typeof commands)[number];

export interface Spread {
  readonly p50: number;
  readonly p95: number;
}

/**
 * One row of the address table. `totalMs` is what a client pays that walks the resolver's list one address after the
 * other, from the lookup to the last byte through this address; null when the address gave no answer.
 */
export interface AddressRow {
  readonly name: string;
  readonly address: string;
  readonly family: Family;
  readonly order: number;
  readonly resolveMs: number;
  readonly connect: ConnectOutcome;
  readonly connectMs: Spread;
  readonly firstByteMs: Spread | null;
  readonly totalMs: Spread | null;
  readonly warmMs: Spread | null;
  /** What came back, over all visits. */
  readonly answers: AddressAnswers;
}

export interface AddressAnswers {
  /** How often each status came; empty in runs saved before it was kept. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Where the last redirect led, without query and fragment. */
  readonly location: string | null;
  /** From the request to the first byte, the connect excluded: of the first answer and of the slowest. */
  readonly firstMs: number | null;
  readonly slowestMs: number | null;
  /** One new connection from its connect to the last byte, without the lookup and without addresses tried before. */
  readonly wholeMs: Spread | null;
  /** Visits on an accepted connection that got no answer. */
  readonly unanswered: number;
  /** How the body of the last answer ended; null where none came, and in runs saved before it was kept. */
  readonly body: BodyEnd | null;
}

export interface ServerFacts {
  readonly product: string | null;
  readonly pid: number | null;
  readonly command: string | null;
  readonly listens: readonly string[];
}

export interface Host {
  readonly os: string;
  readonly kernel: string;
  readonly cpus: number;
  readonly cpuModel: string;
  readonly memoryMb: number;
  /** Tells machines of one make apart without naming them: a hash of the host name. Empty in runs saved before it was kept. */
  readonly machine: string;
}

export interface Exit {
  readonly code: number;
  readonly reason: string;
}

/** The one value that everything before makes and everything after reads. Plain JSON, schema `docs/run.schema.json`. */
export interface Run {
  readonly schema: typeof runSchema;
  readonly command: Command;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly tool: { readonly version: string; readonly node: string };
  readonly host: Host;
  readonly target: {
    readonly url: string;
    readonly host: string;
    readonly port: number;
    readonly embedded: boolean;
    readonly preset: string | null;
    readonly server: ServerFacts;
  };
  readonly evidence: readonly Evidence[];
  readonly addresses: readonly AddressRow[];
  readonly clients: readonly ClientPrediction[];
  readonly findings: readonly Finding[];
  /** The flows under load, in the order in which they are measured; each is a suite. */
  readonly flows: readonly SuiteFacts[];
  /** One result for each stretch of load: a suite has several. */
  readonly suites: readonly SuiteResult[];
  readonly secondOpinions: readonly SecondOpinion[];
  readonly checks: readonly Check[];
  readonly verdicts: readonly Judged[];
  /** What `exit` was made to depend on. */
  readonly policy: ExitPolicy;
  /** The comparison with an earlier run; null unless one was named. */
  readonly against: Against | null;
  /** How the target moved beside another server, run or baseline; null where none was named. */
  readonly comparison: Comparison | null;
  /** The bound of the whole command, and where it ended the measuring, if it did; null where there was none. */
  readonly timeLimit: { readonly ms: number; readonly reached: string | null } | null;
  readonly notChecked: readonly string[];
  /** The command line that makes this run again, without any secret. */
  readonly reproduce: string;
  readonly verdict: Verdict;
  readonly exit: Exit;
}
