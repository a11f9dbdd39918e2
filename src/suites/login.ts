import type { Suite } from './contract.ts';

export const login: Suite = {
  id: 'login',
  title: 'sign in with name and password',
  noun: 'a login',
  cost: 'hash',
  // Advice only: a slow login is worth reporting, but a slow password hash is also a safe one.
  threshold: { text: 'mean < 500ms', weight: 'advice' },
  flowOf: (stack) => stack.login,
};
