import type { Suite } from './contract.ts';

export const refresh: Suite = { id: 'refresh', flowOf: (stack) => stack.refresh };
