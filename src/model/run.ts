import type { Against } from './against.ts';
import type { ClientPrediction } from './client.ts';
import type { Comparison } from './comparison.ts';
import type { ConnectOutcome, Evidence, Family } from './evidence.ts';
import type { Check, Finding } from './finding.ts';
import type { ExitPolicy } from './policy.ts';
import type { JudgedProfile } from './profile.ts';
import type { BodyEnd } from './silence.ts';
import type { SecondOpinion, SuiteFacts, SuiteResult } from './suite.ts';
import type { Judged, Verdict } from './verdict.ts';

export const runSchema = 'whyslow.run/2';
export const commands = ['run', 'diagnose', 'load', 'verify', 'clients', 'waits', 'compare'] as const;
export type Command = (typeof commands)[number];

export interface Spread {
  readonly p50: number;
  readonly p95: number;
}

/**
 * One row of the address table. `totalMs` is the time from the lookup to the last byte through this address, for a
 * client that tries the resolver's addresses one after the other; null if the address gave no response.
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
  /** The responses of all visits. */
  readonly answers: AddressAnswers;
}

export interface AddressAnswers {
  /** The count of each status; empty in runs saved before this field existed. */
  readonly statuses: Readonly<Record<string, number>>;
  /** The target of the last redirect, without query and fragment. */
  readonly location: string | null;
  /** From the request to the first byte, without the connect: of the first response and of the slowest. */
  readonly firstMs: number | null;
  readonly slowestMs: number | null;
  /** One new connection, from its connect to the last byte, without the lookup and addresses tried before. */
  readonly wholeMs: Spread | null;
  /** Visits without a response on an accepted connection. */
  readonly unanswered: number;
  /** How the body of the last response ended; null without one, and in runs saved before this field existed. */
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
  /** A hash of the host name, to distinguish similar machines. Empty in runs saved before this field existed. */
  readonly machine: string;
}

export interface Exit {
  readonly code: number;
  readonly reason: string;
}

/**
 * The result of a command: the stages build it and the renderers read it. Plain JSON, schema `docs/run.schema.json`.
 */
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
    /** The separate auth server; null where the target signs in itself. */
    readonly authUrl: string | null;
    readonly server: ServerFacts;
  };
  readonly evidence: readonly Evidence[];
  readonly addresses: readonly AddressRow[];
  readonly clients: readonly ClientPrediction[];
  readonly findings: readonly Finding[];
  /** The flows under load, in measuring order; each is a suite. */
  readonly flows: readonly SuiteFacts[];
  /** One result per trial; a suite has several. */
  readonly suites: readonly SuiteResult[];
  readonly secondOpinions: readonly SecondOpinion[];
  readonly checks: readonly Check[];
  /** The requirements of the chosen profile; absent where nothing is required. */
  readonly profile?: JudgedProfile;
  readonly verdicts: readonly Judged[];
  /** The options that decide `exit`. */
  readonly policy: ExitPolicy;
  /** The comparison with an earlier run; null if none was given. */
  readonly against: Against | null;
  /** The comparison with another server, run or baseline; null if none was given. */
  readonly comparison: Comparison | null;
  /** The time limit of the whole command, and the activity that it ended, if any; null without a limit. */
  readonly timeLimit: { readonly ms: number; readonly reached: string | null } | null;
  /** What was sent to the target besides the load, by kind of evidence. Empty in runs saved before this field existed. */
  readonly sent: readonly { readonly kind: string; readonly requests: readonly string[] }[];
  readonly notChecked: readonly string[];
  /** The command line that repeats this run, without secrets. */
  readonly reproduce: string;
  readonly verdict: Verdict;
  readonly exit: Exit;
}
