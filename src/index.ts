import type { Run } from './model/run.ts';
import type { RunOptions } from './pipelines/request/contract.ts';
import { type CompareOptions, comparison } from './pipelines/request/comparison.ts';
import { requestFor } from './pipelines/request/index.ts';
import { run as runRequest } from './pipelines/run.ts';

/**
 * Measures one server and judges it. Only `url` is needed: with an account it runs everything, without one a diagnosis.
 * An aborted `signal` ends the measurement early: the returned run holds the measurements so far, and its exit is 130.
 * @throws ToolError (exit 2), with a stable `code`, for mistakes in the options; failures of the server never throw.
 */
export const run = async (options: RunOptions): Promise<Run> => runRequest(requestFor(options));

/**
 * Is B slower than A? Each side is a URL, `reference`, a server with its own account, or a saved run; two servers are
 * measured in turn. The changes are in `comparison` of the returned run.
 * @throws ToolError (exit 2), with a stable `code`, for mistakes in the options; failures of the servers never throw.
 */
export const compare = (options: CompareOptions): Promise<Run> => comparison(options);

export type { CompareOptions, ComparisonInput } from './pipelines/request/comparison.ts';
export type { RunOptions } from './pipelines/request/contract.ts';
export type { Credentials } from './model/auth.ts';
export type { ExitPolicy } from './model/policy.ts';
export type { Progress, OnProgress } from './model/progress.ts';
export type { Run } from './model/run.ts';
export { parseTarget } from './gather/target.ts';
export type { SuiteThreshold as PerformanceTarget } from './judge/threshold-grammar.ts';
export {
  defaultThresholds as defaultTargets,
  readThreshold as parseTargetText,
} from './pipelines/request/thresholds.ts';
export { ToolError } from './model/error.ts';
export { startReference, type ReferenceProcess } from './reference/process.ts';
