import { atServer } from '../remedy.ts';
import type { AuthStack } from './contract.ts';
import { postJson } from './detection.ts';
import { loginFlow, logoutFlow, refreshFlow, tokens } from './flows.ts';
import { mark } from './marks.ts';

/** The gateway requires the anonymous key with each request. `supabase status` shows it. */
const headers = { apikey: '{{env.SUPABASE_ANON_KEY}}' };

const lifetime = { from: 'json:expires_in', unit: 's' } as const;
const capture = tokens({ access: 'json:access_token', refresh: 'json:refresh_token', lifetime });

export const supabase: AuthStack = {
  id: 'supabase',
  title: 'Supabase Auth (GoTrue)',
  tested: 'documentation',
  client: 'none',
  // The one route of GoTrue that the gateway serves without a key.
  detection: mark(
    postJson('/auth/v1/verify'),
    'is refused with "Verify requires a verification type"',
    ({ status, body }) => status === 400 && body.includes('Verify requires a verification type'),
  ),
  lifetime,
  login: loginFlow({
    id: 'login',
    method: 'POST',
    path: '/auth/v1/token?grant_type=password',
    headers,
    body: { json: { email: '{{username}}', password: '{{password}}' } },
    capture,
  }),
  refresh: refreshFlow({
    id: 'refresh',
    method: 'POST',
    path: '/auth/v1/token?grant_type=refresh_token',
    headers,
    body: { json: { refresh_token: '{{session.refresh}}' } },
    capture,
  }),
  logout: logoutFlow({ id: 'logout', method: 'POST', path: '/auth/v1/logout', headers }),
  apiPaths: ['/auth/v1/user'],
  reading: { headers },
  remedies: {
    'rotation-missing': atServer({
      do: 'rotate refresh tokens, in supabase/config.toml under [auth]',
      command: 'enable_refresh_token_rotation = true',
    }),
    'rotation-reuse-accepted': atServer({
      do: 'accept no used refresh token, in supabase/config.toml under [auth], in seconds (10 unless set)',
      command: 'refresh_token_reuse_interval = 0',
    }),
    'access-lifetime-too-long': atServer({
      do: 'shorten access tokens, in supabase/config.toml under [auth], in seconds',
      command: 'jwt_expiry = 900',
    }),
  },
};
