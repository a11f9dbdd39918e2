import type { Suite } from './contract.ts';

export const refresh: Suite = {
  id: 'refresh',
  title: 'trade the refresh token for new tokens',
  noun: 'a refresh',
  cost: null,
  threshold: { text: 'mean < 30ms', weight: 'gate' },
  flowOf: (stack) => stack.refresh,
};
