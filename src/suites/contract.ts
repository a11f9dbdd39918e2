import type { Flow } from '../flows/contract.ts';
import type { SuiteFacts } from '../model/suite.ts';
import type { AuthStack } from '../stacks/auth/contract.ts';

/** A flow to measure, made from an auth stack. */
export interface Suite extends SuiteFacts {
  /** The default threshold, without the suite's id: `mean < 30ms`. */
  readonly threshold: { readonly text: string; readonly weight: 'gate' | 'advice' };
  /** Null where the server has no such flow. */
  flowOf(stack: AuthStack, apiPath: string | null): Flow | null;
}
