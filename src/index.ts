import type { Run } from './model/run.ts';
import type { RunOptions } from './pipelines/request/contract.ts';
import { type CompareOptions, comparison } from './pipelines/request/comparison.ts';
import { requestFor } from './pipelines/request/index.ts';
import { run as runRequest } from './pipelines/run.ts';

/**
 * Measures one server and judges it. Only `url` is needed; with an account it is the whole job, without one a diagnosis.
 * An aborted `signal` ends the measuring early: the run that comes back holds what was measured, and its exit is 130.
 * @throws ToolError (exit 2), with a stable `code`, for mistakes in the options; never for what the server does.
 */
export const run = async (options: RunOptions): Promise<Run> => runRequest(requestFor(options));

/**
 * Is B slower than A? Two servers in turn, each a URL, `reference`, or a server with an account of its own; or runs that
 * were measured before. The changes are in `comparison` of the run that comes back.
 * @throws ToolError (exit 2), with a stable `code`, for mistakes in the options; never for what the servers do.
 */
export const compare = (options: CompareOptions): Promise<Run> => comparison(options);

export type { CompareOptions, ComparisonInput } from './pipelines/request/comparison.ts';
export type { RunOptions } from './pipelines/request/contract.ts';
export type { Credentials } from './model/auth.ts';
export type { ExitPolicy } from './model/policy.ts';
export type { Progress, Watcher } from './model/progress.ts';
export type { Run } from './model/run.ts';
export { parseTarget } from './gather/target.ts';
export type { SuiteThreshold as PerformanceTarget } from './judge/threshold-grammar.ts';
export {
  defaultThresholds as defaultTargets,
  readThreshold as parseTargetText,
} from './pipelines/request/thresholds.ts';
export { ToolError } from './model/error.ts';
export { startReference, type ReferenceProcess } from './reference/process.ts';
