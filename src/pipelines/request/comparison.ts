import { compare, compareSaved, type LiveArm, type SavedArm } from '../compare.ts';
import { presetNamed } from '../../gather/auth/preset.ts';
import type { RoundsPlan } from '../../gather/compare/index.ts';
import { parseRemoteHost, parseTarget } from '../../gather/target.ts';
import { ToolError } from '../../model/error.ts';
import type { ExitPolicy } from '../../model/policy.ts';
import type { OnProgress } from '../../model/progress.ts';
import type { Run } from '../../model/run.ts';
import type { SuiteFacts, SuiteId } from '../../model/suite.ts';
import { requestUrl } from '../../model/target.ts';
import { factsOf, quickSuiteIds } from '../../suites/index.ts';
import { run } from '../run.ts';
import { requestFor } from './index.ts';
import { referenceSubject, type Stops } from './reference-subject.ts';
import { comparisonLimitMs } from './time-limit.ts';

/** How to sign in. */
interface Account {
  readonly user: string;
  readonly password: string;
  /** The id of an auth stack; detected by default. */
  readonly preset: string;
  /** The protected route to read; by default one is found. */
  readonly apiPath: string;
}

type Optional<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** One side of a comparison: a URL, `reference`, a server with its own account, or a saved run. */
export type ComparisonInput = string | ({ readonly url: string } & Optional<Account>) | SavedRun;

interface SavedRun {
  readonly run: Run;
  /** Its name in the report. */
  readonly label: string;
}

interface ComparisonChoices extends Account {
  /** By default the suites that cost no password hash. */
  readonly suites: readonly SuiteId[];
  /** Pairs of blocks for each suite; 20 by default. */
  readonly pairs: number;
  /** Answers in a block, where there is time; 100 by default. */
  readonly requests: number;
  /** Bound of the whole comparison; a minute by default. */
  readonly maxTimeMs: number;
  /** Bound of all measuring, sign-ins included; by default 5 min, and more where `maxTimeMs` needs more. */
  readonly timeLimitMs: number;
  readonly onInconclusive: ExitPolicy['onInconclusive'];
  /** The one other machine that load may go to. */
  readonly allowRemote: string;
  readonly timeoutMs: number;
  readonly reproduce: string;
  readonly signal: AbortSignal;
  readonly watch: OnProgress;
}

/** The options of a comparison. The account is used for both servers, unless one has its own. */
export type CompareOptions = { readonly a: ComparisonInput; readonly b: ComparisonInput } & Optional<ComparisonChoices>;

const DEFAULT_PAIRS = 20;
const DEFAULT_SAME_PAIRS = 6;
const DEFAULT_REQUESTS = 100;
const DEFAULT_MAX_TIME_MS = 60_000;
const DEFAULT_TIMEOUT_MS = 5_000;

/** Exit codes of runs that ended early: internal error, unreachable, auth failed, interrupted. */
const UNFINISHED: ReadonlySet<number> = new Set([1, 14, 15, 130, 143]);

/**
 * Compares both inputs: two live servers in turn, others one after the other. Starts and stops the reference servers that
 * it needs.
 * @throws ToolError (exit 2) for mistakes in the options; failures of the servers never throw.
 */
export async function comparison(options: CompareOptions): Promise<Run> {
  if (options.preset !== undefined) presetNamed(options.preset);
  const stops: Stops = [];
  try {
    const [a, b] = [await armFor(options.a, options, stops), await armFor(options.b, options, stops)];
    return await compared(a, b, sessionOf(options), stops);
  } finally {
    for (const stop of stops) await stop();
  }
}

/** The options with their defaults. */
function sessionOf(options: CompareOptions) {
  const { signal = new AbortController().signal, watch = () => {}, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const { onInconclusive = 'warn', reproduce = 'whyslow compare' } = options;
  const { timeLimitMs = comparisonLimitMs(options.maxTimeMs ?? DEFAULT_MAX_TIME_MS) } = options;
  return { options, policy: { onInconclusive }, reproduce, signal, watch, timeoutMs, timeLimitMs } as const;
}

type Session = ReturnType<typeof sessionOf>;

async function compared(a: LiveArm | SavedArm, b: LiveArm | SavedArm, session: Session, stops: Stops): Promise<Run> {
  if ('subject' in a && 'subject' in b) {
    const control = await referenceSubject(stops);
    return compare({ ...session, a, b, control, flows: flowsOf(session.options), plan: planOf(session.options) });
  }
  // Against a saved run, the live server is measured as a whole, like the saved one.
  const then = 'run' in a ? a : await measured(a, session, stops);
  if (isUnfinished(then)) return then.run;
  const now = 'run' in b ? b : await measured(b, session, stops);
  return isUnfinished(now) ? now.run : compareSaved(then, now, session);
}

/** A saved run is compared even if it ended early. */
const isUnfinished = ({ kind, run: { exit } }: SavedArm): boolean => kind !== 'saved' && UNFINISHED.has(exit.code);

const flowsOf = ({ suites = quickSuiteIds }: CompareOptions): readonly SuiteFacts[] => factsOf(suites);

const planOf = (options: CompareOptions): RoundsPlan => ({
  suites: flowsOf(options).map(({ id }) => id),
  requests: options.requests ?? DEFAULT_REQUESTS,
  pairs: options.pairs ?? DEFAULT_PAIRS,
  samePairs: DEFAULT_SAME_PAIRS,
  maxTimeMs: options.maxTimeMs ?? DEFAULT_MAX_TIME_MS,
  allowRemote: typeof options.allowRemote === 'string' ? parseRemoteHost(options.allowRemote) : null,
});

/** Measures like `whyslow load`, with the reference server as a control. */
async function measured(arm: LiveArm, { options, ...session }: Session, stops: Stops): Promise<SavedArm> {
  const { target, credentials, stack, apiPath } = arm.subject;
  const { suites = quickSuiteIds, requests, maxTimeMs, allowRemote } = options;
  const request = requestFor({
    ...session,
    command: 'load',
    url: requestUrl(target),
    embedded: arm.kind === 'reference',
    accounts: [credentials],
    preset: stack?.id,
    apiPath: apiPath ?? undefined,
    suites,
    connections: 1,
    requests,
    maxTimeMs,
    targets: [],
    allowRemote,
    reference: await referenceSubject(stops),
  });
  return { kind: arm.kind, label: arm.label, run: await run(request) };
}

async function armFor(input: ComparisonInput, shared: Optional<Account>, stops: Stops): Promise<LiveArm | SavedArm> {
  if (typeof input === 'object' && 'run' in input) return { ...input, kind: 'saved' };
  if (input === 'reference') {
    return { kind: 'reference', label: 'the reference server', subject: await referenceSubject(stops) };
  }
  const own = typeof input === 'string' ? { url: input } : input;
  const { url, user, password, preset, apiPath } = { ...shared, ...own };
  const target = parseTarget(url);
  if (user === undefined || password === undefined || password === '') {
    throw new ToolError('no-user', `whyslow compare signs in at ${target.url}: it needs a user and its password.`);
  }
  const credentials = { username: user, password };
  const stack = preset === undefined ? null : presetNamed(preset);
  const subject = { target, credentials, stack, apiPath: apiPath ?? null };
  return { kind: 'live', label: target.url, subject };
}
