import { compileFlow } from '../flows/compile.ts';
import type { Flow } from '../flows/contract.ts';
import type { Site, Workload } from '../flows/workload.ts';
import type { SuiteFacts } from '../model/suite.ts';
import type { AuthStack } from '../stacks/auth/contract.ts';

/** A suite of the user's own: its flow comes from a configuration, from options or from an imported file. */
export interface OwnSuite {
  readonly flow: Omit<Flow, 'needs'>;
  /** `if-any`: the flow presents the session where the run has an account. */
  readonly session: 'required' | 'if-any' | 'none';
  /** Thresholds without the suite's id, like `p95 < 80ms`. Empty: the default of own suites. */
  readonly thresholds: readonly string[];
}

/** The default threshold of an own suite: that of the API suite, as a warning only. */
export const ownThreshold = { text: 'mean < 100ms', weight: 'advice' } as const;

/** Null where the flow requires a session and there is no account. */
export function ownFlow({ flow, session }: OwnSuite, hasAccount: boolean): Flow | null {
  if (session === 'required' && !hasAccount) return null;
  return { ...flow, needs: hasAccount && session !== 'none' ? 'session' : 'nothing' };
}

export const factsOfFlow = ({ id, title, noun, cost }: Omit<Flow, 'needs'>): SuiteFacts => ({
  id,
  title,
  noun,
  cost: cost ?? null,
});

/** @param stack null where nothing signs in, so that only flows without a session can be measured. */
export function ownWorkload(flow: Flow, stack: AuthStack | null, site: Site): Workload {
  const compiled = compileFlow(flow);
  if (flow.needs === 'nothing' || stack === null) return { flow: compiled, renew: [], recover: null, site };
  const signIn = compileFlow(stack.login);
  const renew = [...(stack.refresh === null ? [] : [compileFlow(stack.refresh)]), signIn];
  return { flow: compiled, renew, recover: signIn, site };
}
