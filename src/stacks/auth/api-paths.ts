/** Where servers without a route of their library's own usually answer the account that is signed in. */
export const usualApiPaths = [
  '/api/me',
  '/api/user',
  '/api/users/me',
  '/users/me',
  '/me',
  '/api/profile',
  '/profile',
  '/api/auth/me',
  '/auth/me',
] as const;

/** The same for Django, whose paths end in a slash. */
export const djangoApiPaths = ['/api/me/', '/api/users/me/', '/api/user/', '/api/profile/'] as const;
