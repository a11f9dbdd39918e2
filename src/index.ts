export type { LoadPlan } from './gather/passes.ts';
export type { ExitPolicy } from './model/policy.ts';
export type { Credentials } from './model/auth.ts';
export { run, type RunRequest } from './run.ts';
export { parseTarget } from './gather/target.ts';
export { defaultTargets, parseTargetText, type PerformanceTarget } from './judge/target-grammar.ts';
export { ToolError } from './model/error.ts';
export type { Run } from './model/run.ts';
export { startReference, type ReferenceProcess } from './reference/process.ts';
