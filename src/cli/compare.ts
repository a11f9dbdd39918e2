import { stat } from 'node:fs/promises';
import { compare as compareArms, compareSaved, type LiveArm, type SavedArm } from '../compare.ts';
import { presetNamed } from '../gather/auth-surface.ts';
import type { RoundsPlan } from '../gather/compare/index.ts';
import { parseTarget } from '../gather/target.ts';
import type { ExitPolicy } from '../model/policy.ts';
import { ToolError } from '../model/error.ts';
import type { Watcher } from '../model/progress.ts';
import type { Run } from '../model/run.ts';
import type { SuiteName } from '../model/suite.ts';
import type { Target } from '../model/target.ts';
import type { Format } from '../render/contract.ts';
import { requestFor } from '../request/index.ts';
import { run } from '../run.ts';
import { reportFolder } from './files.ts';
import { interruptible } from './interrupt.ts';
import { announce } from './announce.ts';
import { fileSource, passwordFor } from './password.ts';
import { startProgress } from './progress.ts';
import { publish } from './publish.ts';
import { referenceSubject, type Stops } from './reference-subject.ts';

/** The options of compare, as commander hands them over after parsing each value. */
export interface CompareOptions {
  readonly json?: true;
  readonly quiet?: true;
  readonly color: boolean;
  readonly out?: string;
  readonly format: readonly Format[];
  readonly timeout: number;
  readonly user?: string;
  readonly userB?: string;
  readonly passwordFile?: string;
  readonly passwordFileB?: string;
  readonly preset?: string;
  readonly api?: string;
  readonly suite?: readonly SuiteName[];
  readonly pairs?: number;
  readonly requests?: number;
  readonly maxTime?: number;
  readonly onInconclusive?: ExitPolicy['onInconclusive'];
  readonly allowRemote?: string;
}

const DEFAULT_PAIRS = 20;
const DEFAULT_SAME_PAIRS = 6;
const DEFAULT_REQUESTS = 100;
const DEFAULT_MAX_TIME_MS = 60_000;
/** A login costs a password hash: it is compared when it is asked for. */
const DEFAULT_SUITES: readonly SuiteName[] = ['refresh', 'api'];

/** One comparison from its options to its exit code. */
export async function compare(a: string, b: string, options: CompareOptions, reproduce: string): Promise<number> {
  if (options.preset !== undefined) presetNamed(options.preset);
  const names = { a: await named(a), b: await named(b) };
  const folder = await reportFolder(options.out ?? null, 'compare', new Date().toISOString().slice(0, 10));
  const interruption = interruptible();
  const stops: Stops = [];
  const progress = await startProgress(options.quiet === true);
  try {
    const session = { options, reproduce, stops, signal: interruption.signal, watch: progress.watch };
    const arms = { a: await armFor(names.a, options, stops), b: await armFor(names.b, secondOf(options), stops) };
    const made = await comparedBy(arms, session);
    progress.stop();
    await publish(made, folder, options);
    return await announce({ measured: [{ name: null, folder, run: made }], unmeasured: [] }, options.format, options);
  } finally {
    progress.stop();
    interruption.release();
    for (const stop of stops) await stop();
  }
}

interface Session {
  readonly options: CompareOptions;
  readonly reproduce: string;
  readonly stops: Stops;
  readonly signal: AbortSignal;
  readonly watch: Watcher;
}

/** In turn where both are live. Beside a saved run the live one is measured in one go, as the saved one was. */
async function comparedBy(
  { a, b }: { readonly a: LiveArm | SavedArm; readonly b: LiveArm | SavedArm },
  session: Session,
): Promise<Run> {
  const { options, reproduce, signal, watch } = session;
  const policy = { onInconclusive: options.onInconclusive ?? 'warn' } as const;
  if ('subject' in a && 'subject' in b) {
    const control = await referenceSubject(session.stops);
    const timeoutMs = options.timeout;
    return compareArms({ a, b, control, plan: planFor(options), policy, reproduce, signal, watch, timeoutMs });
  }
  const then = 'run' in a ? a : await measured(a, session);
  if (signal.aborted) return then.run;
  const now = 'run' in b ? b : await measured(b, session);
  return now.run.exit.code >= UNFINISHED_FROM ? now.run : compareSaved(then, now, { policy, reproduce });
}

/** Unreachable, auth failed, interrupted: such a run says so by itself. */
const UNFINISHED_FROM = 14;

const planFor = (options: CompareOptions): RoundsPlan => ({
  suites: options.suite ?? DEFAULT_SUITES,
  requests: options.requests ?? DEFAULT_REQUESTS,
  pairs: options.pairs ?? DEFAULT_PAIRS,
  samePairs: DEFAULT_SAME_PAIRS,
  maxTimeMs: options.maxTime ?? DEFAULT_MAX_TIME_MS,
  allowRemote: options.allowRemote ?? null,
});

/** As much as `whyslow load` measures, with the reference server beside it. */
async function measured(arm: LiveArm, { options, reproduce, stops, signal, watch }: Session): Promise<SavedArm> {
  const { target, credentials, preset, apiPath } = arm.subject;
  const made = await run(
    requestFor({
      command: 'load',
      url: target.url,
      embedded: arm.kind === 'reference',
      accounts: [credentials],
      preset: preset ?? undefined,
      apiPath: apiPath ?? undefined,
      suites: options.suite ?? DEFAULT_SUITES,
      connections: 1,
      requests: options.requests,
      targets: [],
      allowRemote: options.allowRemote,
      timeoutMs: options.timeout,
      reference: await referenceSubject(stops),
      reproduce,
      signal,
      watch,
    }),
  );
  return { kind: arm.kind, label: arm.label, run: made };
}

type Named =
  | { readonly kind: 'saved'; readonly path: string; readonly run: Run }
  | { readonly kind: 'reference' }
  | { readonly kind: 'live'; readonly target: Target };

/** Read before anything is started: a mistyped name costs no minute. */
async function named(name: string): Promise<Named> {
  if (name === 'reference') return { kind: 'reference' };
  const isFile = !name.includes('://') && (name.endsWith('.json') || (await stat(name).catch(() => null)) !== null);
  if (!isFile) return { kind: 'live', target: parseTarget(name) };
  return { kind: 'saved', path: name, run: await (await import('./saved-run.ts')).readRun(name) };
}

type Account = Pick<CompareOptions, 'user' | 'passwordFile' | 'preset' | 'api'>;

/** Both arms have the same account, unless B has one of its own. */
const secondOf = ({ userB, passwordFileB, ...shared }: CompareOptions): Account => ({
  ...shared,
  ...(userB === undefined ? {} : { user: userB }),
  ...(passwordFileB === undefined ? {} : { passwordFile: passwordFileB }),
});

async function armFor(name: Named, account: Account, stops: Stops): Promise<LiveArm | SavedArm> {
  if (name.kind === 'saved') return { kind: 'saved', label: name.path, run: name.run };
  if (name.kind === 'reference') {
    return { kind: 'reference', label: 'the reference server', subject: await referenceSubject(stops) };
  }
  const { target } = name;
  if (account.user === undefined) {
    throw new ToolError('no-user', `whyslow compare signs in at ${target.url}: add --user NAME.`);
  }
  const password = await passwordFor(account.user, fileSource(account.passwordFile));
  const credentials = { username: account.user, password };
  const subject = { target, credentials, preset: account.preset ?? null, apiPath: account.api ?? null };
  return { kind: 'live', label: target.url, subject };
}
