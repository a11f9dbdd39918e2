import type { Capture, Flow } from '../../flows/contract.ts';
import type { AuthStack } from './contract.ts';

/** An auth server with JSON bodies and one exchange in each flow. Token places are dotted paths. */
export interface JsonStack extends Pick<AuthStack, 'id' | 'title' | 'apiPaths' | 'remedies'> {
  readonly login: { readonly path: string; readonly usernameField: string; readonly passwordField: string };
  readonly tokens: { readonly access: string; readonly refresh: string };
  readonly refresh: { readonly path: string; readonly field: string };
  readonly logout: { readonly path: string; readonly field: string } | null;
  /** Fields sent with every request. */
  readonly constant?: Readonly<Record<string, string>>;
}

export function jsonStack(stack: JsonStack): AuthStack {
  const { id, title, login, refresh, logout, apiPaths, remedies, constant = {} } = stack;
  const capture = captureOf(stack);
  return {
    id,
    title,
    apiPaths,
    remedies,
    login: {
      id: 'login',
      title: 'sign in with name and password',
      noun: 'a login',
      needs: 'nothing',
      cost: 'hash',
      captures: 'session',
      steps: [
        {
          id: 'login',
          method: 'POST',
          path: login.path,
          body: { json: { ...constant, [login.usernameField]: '{{username}}', [login.passwordField]: '{{password}}' } },
          capture,
          expect: { renews: ['access'] },
        },
      ],
    },
    refresh: {
      id: 'refresh',
      title: 'trade the refresh token for new tokens, each token used once',
      noun: 'a refresh',
      needs: 'session',
      captures: 'session',
      steps: [
        {
          id: 'refresh',
          method: 'POST',
          path: refresh.path,
          body: { json: { ...constant, [refresh.field]: '{{session.refresh}}' } },
          present: 'cookie',
          capture,
          expect: { renews: ['access'] },
        },
      ],
    },
    logout: logout === null ? null : logoutFlow(logout, constant),
  };
}

/** Without rotation the response contains no refresh token, and the session keeps the one it has. */
const captureOf = ({ tokens }: JsonStack): Readonly<Record<string, Capture>> => ({
  access: `json:${tokens.access}`,
  refresh: { from: `json:${tokens.refresh}`, optional: true },
});

/** Some logout routes require the access token too, so it is sent as well. */
const logoutFlow = (
  { path, field }: NonNullable<JsonStack['logout']>,
  constant: Readonly<Record<string, string>>,
): Flow => ({
  id: 'logout',
  title: 'end the session',
  noun: 'a logout',
  needs: 'session',
  steps: [{ id: 'logout', method: 'POST', path, body: { json: { ...constant, [field]: '{{session.refresh}}' } } }],
});
