import type { Suite } from './contract.ts';

export const login: Suite = { id: 'login', flowOf: (stack) => stack.login };
