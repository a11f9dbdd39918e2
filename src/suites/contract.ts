import type { Flow } from '../flows/contract.ts';
import type { AuthStack } from '../stacks/auth/contract.ts';

/** A flow to measure, made from an auth stack; null where the stack has no such flow. */
export interface Suite {
  readonly id: string;
  flowOf(stack: AuthStack, apiPath: string): Flow | null;
}
