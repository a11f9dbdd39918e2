import type { Flow } from '../flows/contract.ts';
import type { Reading } from '../stacks/auth/contract.ts';
import type { Suite } from './contract.ts';

const title = 'read a protected route with the access token';
const noun = 'an API call';

/** Reads the protected route. Every stack has one, so this flow also checks whether a token is accepted. */
export function protectedRead(apiPath: string, { headers, contains = {} }: Reading = {}): Flow {
  const text = contains[apiPath];
  const expect = { status: [200], json: true, ...(text === undefined ? {} : { contains: text }) };
  return {
    id: 'api',
    title,
    noun,
    needs: 'session',
    steps: [{ id: 'read', method: 'GET', path: apiPath, ...(headers === undefined ? {} : { headers }), expect }],
  };
}

export const api: Suite = {
  id: 'api',
  title,
  noun,
  cost: null,
  threshold: { text: 'mean < 100ms', weight: 'gate' },
  flowOf: ({ reading }, apiPath) => protectedRead(apiPath, reading),
};
