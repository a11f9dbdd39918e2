import type { FoundLogin } from '../../../../src/gather/auth/login-search/contract.ts';

/** A JSON login with both fields, changed by `over`. */
export const foundLogin = (over: Partial<FoundLogin> = {}): FoundLogin => ({
  path: '/api/login',
  encoding: 'json',
  usernameField: 'email',
  passwordField: 'password',
  csrf: null,
  constants: {},
  from: 'route',
  seen: 'POST /api/login answers an empty JSON body with 422',
  ...over,
});
