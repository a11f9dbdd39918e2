import { textAt } from '../../flows/import/document.ts';
import { atServer } from '../remedy.ts';
import { usualApiPaths } from './api-paths.ts';
import type { AuthStack } from './contract.ts';
import { postJson } from './detection.ts';
import { loginFlow, logoutFlow } from './flows.ts';
import { mark } from './marks.ts';

/** The English texts of Devise's failure application (config/locales/en.yml: unauthenticated, invalid, not_found_in_database). */
const REFUSAL = /^(?:You need to sign in or sign up before continuing\.|Invalid \w+ or password\.)$/;

/** Rails with devise-jwt. The token comes in the response header Authorization, and there is no refresh token. */
export const deviseJwt: AuthStack = {
  id: 'devise-jwt',
  title: 'Rails with devise-jwt',
  tested: 'documentation',
  client: 'none',
  detection: mark(
    postJson('/users/sign_in'),
    "is refused with Devise's text",
    ({ status, json }) => status === 401 && REFUSAL.test(textAt(json, 'error') ?? ''),
  ),
  login: loginFlow({
    id: 'sign-in',
    method: 'POST',
    path: '/users/sign_in',
    body: { json: { user: { email: '{{username}}', password: '{{password}}' } } },
    capture: { access: { from: 'header:authorization', decode: 'bearer' } },
  }),
  refresh: null,
  logout: logoutFlow({ id: 'sign-out', method: 'DELETE', path: '/users/sign_out' }),
  apiPaths: ['/current_user', '/api/current_user', '/api/v1/me', ...usualApiPaths],
  remedies: {
    'slow-password-hash': atServer({
      do: 'lower the cost of bcrypt in tests and development, in config/initializers/devise.rb',
      command: 'config.stretches = Rails.env.production? ? 12 : 1',
    }),
    'access-lifetime-too-long': atServer({
      do: 'shorten the lifetime in config/initializers/devise.rb, inside config.jwt',
      command: 'jwt.expiration_time = 15.minutes.to_i',
    }),
  },
};
