import { type CompiledFlow, compileFlow } from '../flows/compile.ts';
import type { Flow } from '../flows/contract.ts';
import type { Site, Workload } from '../flows/workload.ts';
import type { SuiteName } from '../model/suite.ts';
import type { AuthStack } from '../stacks/auth/contract.ts';
import { api } from './api.ts';
import type { Suite } from './contract.ts';
import { login } from './login.ts';
import { refresh } from './refresh.ts';

/** The suites that every auth stack has, in the order in which they run. */
export const suites: readonly Suite[] = [refresh, api, login];

/** What a suite needs to know of the server. */
export interface Ground {
  readonly stack: AuthStack;
  readonly apiPath: string;
  readonly site: Site;
}

/**
 * A suite ready to be run; null where the stack has no such flow.
 * @throws ToolError `bad-flow` (2) for a flow that is not understood.
 */
export function workloadOf(name: SuiteName, { stack, apiPath, site }: Ground): Workload | null {
  const flow = suites.find(({ id }) => id === name)?.flowOf(stack, apiPath) ?? null;
  if (flow === null) return null;
  const signIn = compileFlow(stack.login);
  const recover = flow === stack.login ? null : signIn;
  const renew = flow === stack.refresh || flow === stack.login ? [] : [...compiled(stack.refresh), signIn];
  return { flow: compileFlow(flow), renew, recover, site };
}

const compiled = (flow: Flow | null): readonly CompiledFlow[] => (flow === null ? [] : [compileFlow(flow)]);

/** @throws RangeError for a suite that the stack does not have: the plan leaves those out. */
export function workloadFor(ground: Ground, suite: SuiteName): Workload {
  const workload = workloadOf(suite, ground);
  if (workload === null) throw new RangeError(`${ground.stack.id} has no ${suite} flow.`);
  return workload;
}
