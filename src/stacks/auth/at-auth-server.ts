import type { Flow } from '../../flows/contract.ts';
import type { AuthStack } from './contract.ts';

/** The stack where sign-in, refresh and logout are at a separate auth server. The protected route is at the target. */
export const atAuthServer = (stack: AuthStack): AuthStack => ({
  ...stack,
  login: there(stack.login),
  refresh: stack.refresh === null ? null : there(stack.refresh),
  logout: stack.logout === null ? null : there(stack.logout),
});

const there = (flow: Flow): Flow => ({
  ...flow,
  steps: flow.steps.map((step) => ({ ...step, origin: step.origin ?? 'auth' })),
});
