import { type CompiledFlow, compileFlow } from '../flows/compile.ts';
import type { Flow } from '../flows/contract.ts';
import type { Site, Workload } from '../flows/workload.ts';
import { ToolError } from '../model/error.ts';
import type { SuiteFacts, SuiteId } from '../model/suite.ts';
import type { AuthStack } from '../stacks/auth/contract.ts';
import { api, protectedRead } from './api.ts';
import type { Suite } from './contract.ts';
import { login } from './login.ts';
import { refresh } from './refresh.ts';

/** The suites that every auth stack has, in the order in which they run. */
export const suites: readonly Suite[] = [refresh, api, login];

export const suiteIds: readonly SuiteId[] = suites.map(({ id }) => id);

/** The suites without a password hash: the default of comparisons and of `watch`. */
export const quickSuiteIds: readonly SuiteId[] = suites.filter(({ cost }) => cost === null).map(({ id }) => id);

/**
 * The facts of these suites for a run: each once, in the order of the catalogue.
 * @throws ToolError `unknown-suite` (2)
 */
export function factsOf(ids: readonly SuiteId[]): readonly SuiteFacts[] {
  const unknown = ids.find((id) => !suiteIds.includes(id));
  if (unknown !== undefined) {
    throw new ToolError('unknown-suite', `No suite is called "${unknown}". Suites: ${suiteIds.join(', ')}.`);
  }
  return suites.filter(({ id }) => ids.includes(id)).map(({ id, title, noun, cost }) => ({ id, title, noun, cost }));
}

/** The facts of the server from which a suite makes its flow. */
export interface SuiteContext {
  readonly stack: AuthStack;
  /** Null where no protected route is known. */
  readonly apiPath: string | null;
  readonly site: Site;
}

/**
 * The compiled flows of a suite; null where the server has no such flow.
 * @throws ToolError `bad-flow` (2) for an invalid flow.
 */
export function workloadOf(name: SuiteId, { stack, apiPath, site }: SuiteContext): Workload | null {
  const flow = suites.find(({ id }) => id === name)?.flowOf(stack, apiPath) ?? null;
  if (flow === null) return null;
  const signIn = compileFlow(stack.login);
  const recover = flow === stack.login ? null : signIn;
  const renew = flow === stack.refresh || flow === stack.login ? [] : [...compiled(stack.refresh), signIn];
  return { flow: compileFlow(flow), renew, recover, site };
}

/** Whether a suite needs a protected route. */
export const readsRoute = (id: SuiteId): boolean => id === api.id;

/** The flow that reads a protected route. */
export const readingFlow = ({ stack }: Pick<SuiteContext, 'stack'>, path: string): CompiledFlow =>
  compileFlow(protectedRead(path, stack.reading));

/** The same read with the access token as a parameter of the query and in no header. */
export function readingInQuery({ stack }: Pick<SuiteContext, 'stack'>, path: string, parameter: string): CompiledFlow {
  const flow = protectedRead(path, stack.reading);
  const query = { [parameter]: '{{session.access}}' };
  return compileFlow({ ...flow, steps: flow.steps.map((step) => ({ ...step, query, present: 'none' })) });
}

const compiled = (flow: Flow | null): readonly CompiledFlow[] => (flow === null ? [] : [compileFlow(flow)]);

/** @throws RangeError for a suite that the stack does not have. Plans leave those out. */
export function workloadFor(suiteContext: SuiteContext, suite: SuiteId): Workload {
  const workload = workloadOf(suite, suiteContext);
  if (workload === null) throw new RangeError(`${suiteContext.stack.id} has no ${suite} flow.`);
  return workload;
}
