import { randomBytes } from 'node:crypto';
import { presetNamed } from '../gather/auth-surface.ts';
import type { Arrivals } from '../gather/passes.ts';
import { parseTarget } from '../gather/target.ts';
import { defaultTargets, type PerformanceTarget } from '../judge/target-grammar.ts';
import type { Credentials } from '../model/auth.ts';
import { ToolError } from '../model/error.ts';
import type { ExitPolicy } from '../model/policy.ts';
import type { Command, Run } from '../model/run.ts';
import type { SuiteName } from '../model/suite.ts';
import { startReference } from '../reference/process.ts';
import type { Format } from '../render/contract.ts';
import { run, type RunRequest } from '../run.ts';
import { reportFolder, startFiles } from './files.ts';
import { interruptible } from './interrupt.ts';
import { loadPlanFor } from './load-plan.ts';
import { passwordFor } from './password.ts';
import { startProgress } from './progress.ts';
import { publish } from './publish.ts';

/** The options of run, diagnose, load and verify, as commander hands them over after parsing each value. */
export interface MeasureOptions {
  readonly json?: true;
  readonly quiet?: true;
  readonly color: boolean;
  readonly out?: string;
  readonly timeout: number;
  readonly format: readonly Format[];
  readonly user?: string;
  readonly passwordFile?: string;
  readonly preset?: string;
  readonly api?: string;
  readonly suite?: readonly SuiteName[];
  readonly connections?: number;
  readonly requests?: number;
  readonly duration?: number;
  readonly rate?: number;
  readonly arrivals?: Arrivals;
  readonly seed?: number;
  readonly untilSure?: true;
  readonly maxTime?: number;
  readonly findCapacity?: true;
  readonly hlog?: string;
  readonly samples?: string;
  readonly secondOpinion?: true;
  readonly target?: readonly PerformanceTarget[];
  readonly failOn?: NonNullable<ExitPolicy['failOn']>;
  readonly onInconclusive?: ExitPolicy['onInconclusive'];
  readonly allowRemote?: string;
  readonly against?: string;
  readonly real?: true;
}

/** Whom to measure and as whom; `stop` ends what was started for it. */
interface Subject {
  readonly url: string;
  readonly embedded: boolean;
  readonly accounts: readonly Credentials[];
  stop(): Promise<void>;
}

const EMBEDDED_USERS = 10;

/** One measuring command from its options to its exit code. */
export async function measure(
  command: Command,
  url: string | undefined,
  options: MeasureOptions,
  reproduce: string,
): Promise<number> {
  if (options.preset !== undefined) presetNamed(options.preset);
  if (url !== undefined) parseTarget(url);
  const before = options.against === undefined ? null : await savedRun(options.against);
  const folder = await reportFolder(options.out ?? null, command, new Date().toISOString().slice(0, 10));
  await startFiles([options.hlog, options.samples]);
  const interruption = interruptible();
  const progress = await startProgress(options.quiet === true);
  try {
    const subject = await subjectFor(command, url, options);
    try {
      const request = { ...requestFor(command, subject, options), before };
      const made = await run({ ...request, reproduce, signal: interruption.signal, watch: progress.watch });
      progress.stop();
      await publish(made, folder, options);
      return made.exit.code;
    } finally {
      await subject.stop();
    }
  } finally {
    progress.stop();
    interruption.release();
  }
}

function requestFor(
  command: Command,
  subject: Subject,
  options: MeasureOptions,
): Omit<RunRequest, 'before' | 'reproduce' | 'signal' | 'watch'> {
  const loads = command === 'run' || command === 'load';
  return {
    command,
    target: parseTarget(subject.url),
    embedded: subject.embedded,
    signIn: signInFor(subject, options),
    load: loads ? loadPlanFor(subject.accounts, options, targetsFor(options)) : null,
    targets: loads ? targetsFor(options) : [],
    policy: { failOn: options.failOn ?? null, onInconclusive: options.onInconclusive ?? 'warn' },
    allowRemote: options.allowRemote ?? null,
    timeoutMs: options.timeout,
    realClients: options.real === true,
  };
}

/** The reader brings a schema library along, which a run without --against does not pay for. */
const savedRun = async (path: string): Promise<Run> => (await import('./saved-run.ts')).readRun(path);

async function subjectFor(command: Command, url: string | undefined, options: MeasureOptions): Promise<Subject> {
  if (url === undefined) return embedded();
  const stop = async (): Promise<void> => {};
  if (command === 'diagnose' || command === 'clients') return { url, embedded: false, accounts: [], stop };
  if (options.user === undefined) {
    throw new ToolError(
      'no-user',
      `whyslow ${command} signs in: add --user NAME. Without an account, whyslow diagnose ${url} still finds the cause.`,
    );
  }
  const password = await passwordFor(options.user, options.passwordFile ?? null);
  return { url, embedded: false, accounts: [{ username: options.user, password }], stop };
}

/** The reference server in a process of its own, with a password that exists only for this run. */
async function embedded(): Promise<Subject> {
  const password = randomBytes(18).toString('base64url');
  const reference = await startReference({ port: 0, users: EMBEDDED_USERS, password });
  return {
    url: reference.url,
    embedded: true,
    accounts: reference.users.map((username) => ({ username, password })),
    stop: () => reference.stop(),
  };
}

function signInFor({ accounts }: Subject, options: MeasureOptions): RunRequest['signIn'] {
  const [credentials] = accounts;
  return credentials === undefined
    ? null
    : { credentials, preset: options.preset ?? null, apiPath: options.api ?? null };
}

/** Targets of suites that were not asked for would only be inconclusive; those the user wrote are judged all the same. */
const targetsFor = ({ target, suite }: MeasureOptions): readonly PerformanceTarget[] =>
  target ?? defaultTargets.filter((each) => suite === undefined || suite.includes(each.suite));
