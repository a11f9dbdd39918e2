import { json, type ShownServer } from './contract.ts';

/** Directus 11: api/src/controllers/auth.ts, server.ts and middleware/error-handler.ts. */
export const directus: ShownServer = {
  stack: 'directus',
  title: 'Directus',
  routes: {
    'POST /auth/login': json(400, {
      errors: [
        {
          message: 'Invalid payload. "email" is required.',
          extensions: { reason: '"email" is required', code: 'INVALID_PAYLOAD' },
        },
      ],
    }),
    'GET /server/ping': { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: 'pong' },
  },
  otherwise: ({ path }) =>
    json(404, { errors: [{ message: `Route ${path} doesn't exist.`, extensions: { path, code: 'ROUTE_NOT_FOUND' } }] }),
};

/** ASP.NET Core 8 in development: an empty JSON object lacks the required members of LoginRequest. */
export const aspnetIdentity: ShownServer = {
  stack: 'aspnet-identity',
  title: 'ASP.NET Core Identity endpoints',
  routes: {
    'POST /login': {
      status: 400,
      headers: { server: 'Kestrel', 'content-type': 'text/plain; charset=utf-8' },
      body: 'Microsoft.AspNetCore.Http.BadHttpRequestException: Failed to read parameter "LoginRequest login" from the request body as JSON.',
    },
    'POST form /login': { status: 415, headers: { server: 'Kestrel' } },
    'POST /refresh': {
      status: 400,
      headers: { server: 'Kestrel', 'content-type': 'text/plain; charset=utf-8' },
      body: 'Microsoft.AspNetCore.Http.BadHttpRequestException: Failed to read parameter "RefreshRequest refreshRequest" from the request body as JSON.',
    },
    'GET /manage/info': { status: 401, headers: { server: 'Kestrel', 'www-authenticate': 'Bearer' } },
  },
  otherwise: () => ({ status: 404, headers: { server: 'Kestrel' } }),
};
