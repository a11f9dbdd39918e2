import type { RunOptions } from '../../pipelines/request/contract.ts';

/** Loaded only with a profile, because a file needs the schema library. @throws ToolError `bad-profile` (exit 2) */
export const profileFor = async (named: RunOptions['profile']): Promise<RunOptions['profile']> =>
  typeof named === 'string' ? (await import('./read.ts')).readProfile(named) : named;
