import { randomBytes } from 'node:crypto';
import { compare as compareArms, type LiveArm } from '../compare.ts';
import { presetNamed } from '../gather/auth-surface.ts';
import type { ArmSubject } from '../gather/compare/index.ts';
import { parseTarget } from '../gather/target.ts';
import type { ExitPolicy } from '../model/policy.ts';
import { ToolError } from '../model/error.ts';
import type { SuiteName } from '../model/suite.ts';
import { startReference } from '../reference/process.ts';
import type { Format } from '../render/contract.ts';
import { reportFolder } from './files.ts';
import { interruptible } from './interrupt.ts';
import { fileSource, passwordFor } from './password.ts';
import { startProgress } from './progress.ts';
import { announce } from './announce.ts';
import { publish } from './publish.ts';

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

/** Whatever was started for a comparison, in the order in which it must end. */
type Stops = (() => Promise<void>)[];

const DEFAULT_PAIRS = 20;
const DEFAULT_SAME_PAIRS = 6;
const DEFAULT_REQUESTS = 100;
const DEFAULT_MAX_TIME_MS = 60_000;
/** A login costs a password hash: it is compared when it is asked for. */
const DEFAULT_SUITES: readonly SuiteName[] = ['refresh', 'api'];

/** One comparison from its options to its exit code. */
export async function compare(a: string, b: string, options: CompareOptions, reproduce: string): Promise<number> {
  if (options.preset !== undefined) presetNamed(options.preset);
  const folder = await reportFolder(options.out ?? null, 'compare', new Date().toISOString().slice(0, 10));
  const interruption = interruptible();
  const stops: Stops = [];
  const progress = await startProgress(options.quiet === true);
  try {
    const armA = await liveArm(a, options, stops);
    const armB = await liveArm(b, secondOf(options), stops);
    const made = await compareArms({
      a: armA,
      b: armB,
      control: await referenceSubject(stops),
      plan: {
        suites: options.suite ?? DEFAULT_SUITES,
        requests: options.requests ?? DEFAULT_REQUESTS,
        pairs: options.pairs ?? DEFAULT_PAIRS,
        samePairs: DEFAULT_SAME_PAIRS,
        maxTimeMs: options.maxTime ?? DEFAULT_MAX_TIME_MS,
        allowRemote: options.allowRemote ?? null,
      },
      policy: { onInconclusive: options.onInconclusive ?? 'warn' },
      reproduce,
      signal: interruption.signal,
      watch: progress.watch,
      timeoutMs: options.timeout,
    });
    progress.stop();
    await publish(made, folder, options);
    return await announce({ measured: [{ name: null, folder, run: made }], unmeasured: [] }, options.format, options);
  } finally {
    progress.stop();
    interruption.release();
    for (const stop of stops) await stop();
  }
}

type Account = Pick<CompareOptions, 'user' | 'passwordFile' | 'preset' | 'api'>;

/** Both arms have the same account, unless B has one of its own. */
const secondOf = ({ userB, passwordFileB, ...shared }: CompareOptions): Account => ({
  ...shared,
  ...(userB === undefined ? {} : { user: userB }),
  ...(passwordFileB === undefined ? {} : { passwordFile: passwordFileB }),
});

async function liveArm(name: string, account: Account, stops: Stops): Promise<LiveArm> {
  if (name === 'reference') {
    const subject = await referenceSubject(stops);
    return { kind: 'reference', label: 'the reference server', subject };
  }
  const target = parseTarget(name);
  if (account.user === undefined) {
    throw new ToolError('no-user', `whyslow compare signs in at ${target.url}: add --user NAME.`);
  }
  const password = await passwordFor(account.user, fileSource(account.passwordFile));
  const credentials = { username: account.user, password };
  const subject = { target, credentials, preset: account.preset ?? null, apiPath: account.api ?? null };
  return { kind: 'live', label: target.url, subject };
}

/** A reference server in a process of its own, with a password that exists only for this comparison. */
async function referenceSubject(stops: Stops): Promise<ArmSubject> {
  const password = randomBytes(18).toString('base64url');
  const reference = await startReference({ port: 0, users: 1, password });
  stops.push(() => reference.stop());
  const [username = 'user1'] = reference.users;
  return {
    target: parseTarget(reference.url),
    credentials: { username, password },
    preset: 'simplejwt',
    apiPath: null,
  };
}
