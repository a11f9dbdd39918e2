import type { AuthStack } from './contract.ts';
import { loginFlow, logoutFlow, refreshFlow, tokens } from './flows.ts';

/** An auth server with JSON bodies and one exchange in each flow. Token places are dotted paths. */
export interface JsonStack extends Omit<AuthStack, 'login' | 'refresh' | 'logout' | 'client'> {
  readonly login: { readonly path: string; readonly usernameField: string; readonly passwordField: string };
  readonly tokens: { readonly access: string; readonly refresh: string };
  readonly refresh: { readonly path: string; readonly field: string };
  readonly logout: { readonly path: string; readonly field: string } | null;
  /** Fields sent with every request. */
  readonly constant?: Readonly<Record<string, string>>;
}

export function jsonStack({ login, tokens: places, refresh, logout, constant = {}, ...same }: JsonStack): AuthStack {
  const capture = tokens({
    access: `json:${places.access}`,
    refresh: `json:${places.refresh}`,
    lifetime: same.lifetime,
  });
  const withRefreshToken = (field: string) => ({ json: { ...constant, [field]: '{{session.refresh}}' } });
  return {
    ...same,
    client: 'none',
    login: loginFlow({
      id: 'login',
      method: 'POST',
      path: login.path,
      body: { json: { ...constant, [login.usernameField]: '{{username}}', [login.passwordField]: '{{password}}' } },
      capture,
    }),
    refresh: refreshFlow({
      id: 'refresh',
      method: 'POST',
      path: refresh.path,
      body: withRefreshToken(refresh.field),
      capture,
    }),
    logout:
      logout === null
        ? null
        : logoutFlow({ id: 'logout', method: 'POST', path: logout.path, body: withRefreshToken(logout.field) }),
  };
}
