import { stat } from 'node:fs/promises';
import { parseTarget } from '../gather/target.ts';
import { isBarePort } from '../gather/target-text.ts';
import { ToolError } from '../model/error.ts';
import type { ExitPolicy } from '../model/policy.ts';
import type { SuiteId } from '../model/suite.ts';
import { requestUrl } from '../model/target.ts';
import type { Format } from '../render/contract.ts';
import { comparison, type ComparisonInput } from '../pipelines/request/comparison.ts';
import { announce } from './announce.ts';
import { reportFolder } from './files.ts';
import { interruptible } from './interrupt.ts';
import { fileSource, passwordFor } from './password.ts';
import { startProgress } from './progress.ts';
import { publish } from './publish.ts';
import { noteWildcard } from './wildcard-note.ts';

/** The options of compare, with the values parsed by commander. */
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
  readonly suite?: readonly SuiteId[];
  readonly pairs?: number;
  readonly requests?: number;
  readonly maxTime?: number;
  readonly timeLimit?: number;
  readonly onInconclusive?: ExitPolicy['onInconclusive'];
  readonly allowRemote?: string;
}

/** Runs one comparison. @returns the exit code. */
export async function compare(a: string, b: string, options: CompareOptions, reproduce: string): Promise<number> {
  const inputs = { a: await comparisonInput(a, options), b: await comparisonInput(b, secondOf(options)) };
  const folder = await reportFolder(options.out ?? null, 'compare', new Date().toISOString().slice(0, 10));
  const interruption = interruptible();
  const progress = await startProgress(options.quiet === true);
  try {
    const made = await comparison({
      ...inputs,
      preset: options.preset,
      suites: options.suite,
      pairs: options.pairs,
      requests: options.requests,
      maxTimeMs: options.maxTime,
      timeLimitMs: options.timeLimit,
      onInconclusive: options.onInconclusive,
      allowRemote: options.allowRemote,
      timeoutMs: options.timeout,
      reproduce,
      signal: interruption.signal,
      watch: progress.watch,
    });
    progress.stop();
    const { unwritten } = await publish(made, folder, options);
    const measured = [{ name: null, folder, run: made }];
    return await announce({ measured, unmeasured: [], unwritten }, options.format, options);
  } finally {
    progress.stop();
    interruption.release();
  }
}

type Account = Pick<CompareOptions, 'quiet' | 'user' | 'passwordFile' | 'preset' | 'api'>;

/** The account of B, where it differs from that of A. */
const secondOf = ({ userB, passwordFileB, ...shared }: CompareOptions): Account => ({
  ...shared,
  ...(userB === undefined ? {} : { user: userB }),
  ...(passwordFileB === undefined ? {} : { passwordFile: passwordFileB }),
});

/** Reads files and passwords before anything is started, so that a mistake is reported at once. */
async function comparisonInput(name: string, account: Account): Promise<ComparisonInput> {
  if (name === 'reference') return name;
  const isThere = (await stat(name).catch(() => null)) !== null;
  const isFile = !name.includes('://') && (isThere || (name.endsWith('.json') && !isBarePort(name)));
  if (isFile) return { label: name, run: await (await import('./saved-run.ts')).readRun(name) };
  // Without this check, a mistyped file name would be used as a host, and the password sent there.
  if (/^(?!localhost$)[^.:]+$/.test(name) && !isBarePort(name)) {
    const expected =
      'a saved run (reports/…/run.json), a URL like http://localhost:8000, a port like 8000, or "reference"';
    throw new ToolError('unknown-arm', `"${name}" is neither a file nor a server. Expected ${expected}.`);
  }
  const target = parseTarget(name);
  noteWildcard(name, account.quiet === true);
  const { user, passwordFile, preset, api: apiPath } = account;
  if (user === undefined) throw new ToolError('no-user', `whyslow compare signs in at ${target.url}: add --user NAME.`);
  return {
    url: requestUrl(target),
    user,
    password: await passwordFor(user, fileSource(passwordFile)),
    preset,
    apiPath,
  };
}
