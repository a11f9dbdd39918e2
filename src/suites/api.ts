import type { Suite } from './contract.ts';

export const api: Suite = {
  id: 'api',
  flowOf: (_stack, apiPath) => ({
    id: 'api',
    title: 'read a protected route with the access token',
    noun: 'api request',
    needs: 'session',
    steps: [{ id: 'read', method: 'GET', path: apiPath, expect: { status: [200], json: true } }],
  }),
};
