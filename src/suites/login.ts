import type { Suite } from './contract.ts';

export const login: Suite = {
  id: 'login',
  title: 'sign in with name and password',
  noun: 'a login',
  cost: 'hash',
  // A slow login is worth a word, but a slow hash is also a safe one.
  threshold: { text: 'mean < 500ms', weight: 'advice' },
  flowOf: (stack) => stack.login,
};
