import { simplejwt } from '../../../src/stacks/auth/simplejwt.ts';

export const surface = {
  preset: 'simplejwt',
  how: 'asked-for',
  apiPath: '/api/me/',
  marks: [],
  bind: {},
  triedPaths: [],
  renewable: true,
} as const;

export const accountOf = (username: string, password: string) => ({
  credentials: { username, password },
  stack: simplejwt,
  apiPath: '/api/me/',
});
