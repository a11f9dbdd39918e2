import type { Exchange } from '../../flows/contract.ts';
import type { AuthStack } from './contract.ts';
import { loginFlow, logoutFlow, refreshFlow, tokens } from './flows.ts';

/** An OAuth server whose token endpoint grants tokens for a name and a password, or for a client (RFC 6749 §4.3, §4.4). */
export interface OAuthStack extends Omit<AuthStack, 'login' | 'refresh' | 'logout' | 'lifetime'> {
  readonly grant: 'password' | 'client_credentials';
  readonly tokenPath: string;
  /** The endpoint of RFC 7009; null where there is none. */
  readonly revocationPath: string | null;
  readonly scope?: string;
}

const lifetime = { from: 'json:expires_in', unit: 's' } as const;
const capture = tokens({ access: 'json:access_token', refresh: 'json:refresh_token', lifetime });

export function oauthStack({ grant, tokenPath, revocationPath, scope, ...same }: OAuthStack): AuthStack {
  const post = (id: string, path: string, form: Readonly<Record<string, string>>): Exchange => ({
    id,
    method: 'POST',
    path,
    body: { form },
    present: 'client-basic',
  });
  const account = grant === 'password' ? { username: '{{username}}', password: '{{password}}' } : {};
  const scopes = scope === undefined ? {} : { scope };
  const refreshForm = { grant_type: 'refresh_token', refresh_token: '{{session.refresh}}' };
  const revokeForm = { token: '{{session.refresh}}', token_type_hint: 'refresh_token' };
  return {
    ...same,
    lifetime,
    login: loginFlow({ ...post('token', tokenPath, { grant_type: grant, ...account, ...scopes }), capture }),
    // A token for a client comes without a refresh token (RFC 6749 §4.4.3).
    refresh: grant === 'password' ? refreshFlow({ ...post('token', tokenPath, refreshForm), capture }) : null,
    logout:
      grant === 'password' && revocationPath !== null ? logoutFlow(post('revoke', revocationPath, revokeForm)) : null,
  };
}
