import type { Exchange, Flow } from '../flows/contract.ts';
import type { Reading } from '../stacks/auth/contract.ts';
import type { Suite } from './contract.ts';

const title = 'read a protected route with the access token';
const noun = 'an API call';

/** Reads the protected route. This flow also checks whether a session is accepted. */
export const protectedRead = (apiPath: string, reading: Reading = {}): Flow => ({
  id: 'api',
  title,
  noun,
  needs: 'session',
  steps: [readOf(apiPath, reading)],
});

function readOf(path: string, { headers, contains = {}, posts = {}, format }: Reading): Exchange {
  const body = posts[path];
  const text = contains[path];
  return {
    id: 'read',
    method: body === undefined ? 'GET' : 'POST',
    path,
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body }),
    expect: { status: [200], json: format !== 'page', ...(text === undefined ? {} : { contains: text }) },
  };
}

export const api: Suite = {
  id: 'api',
  title,
  noun,
  cost: null,
  threshold: { text: 'mean < 100ms', weight: 'gate' },
  flowOf: ({ reading }, apiPath) => (apiPath === null ? null : protectedRead(apiPath, reading)),
};
