import { entriesOf, textAt } from '../../flows/import/document.ts';
import type { AuthStack } from './contract.ts';
import { type Bind, type DetectionRule, get } from './detection.ts';
import { loginFlow, logoutFlow } from './flows.ts';
import { all, any, inShort, mark } from './marks.ts';

/** Next.js has it below /api/auth, the packages for other frameworks below /auth. */
const bases = ['/api/auth', '/auth'] as const;

const base = '{{bind.auth_base}}';
const sessionPath = `${base}/session`;

/** Without a session the route answers null or {}. */
const aSession = { status: [200], contains: '"expires"' } as const;

const csrf = { from: 'json:csrfToken', scope: 'iteration' } as const;
const csrfStep = { id: 'csrf', method: 'GET', path: `${base}/csrf`, capture: { csrf } } as const;

const baseRule = (at: string): DetectionRule =>
  all(
    mark(get(`${at}/providers`), 'lists a provider of the type credentials', ({ json }) =>
      credentialsProvider(json, at),
    ),
    mark(get(`${at}/csrf`), 'contains csrfToken', ({ json }) => textAt(json, 'csrfToken') !== null),
  );

/** Auth.js and NextAuth.js with a credentials provider. The session is a cookie, which a read of the session prolongs. */
export const authjs: AuthStack = {
  id: 'authjs',
  title: 'Auth.js (NextAuth.js) with credentials',
  tested: 'documentation',
  client: 'none',
  detection: inShort(
    `GET ${bases[0]}/providers (or ${bases[1]}) lists a provider of the type credentials, and /csrf beside it contains csrfToken`,
    any(...bases.map(baseRule)),
  ),
  bind: { auth_base: bases[0], provider: 'credentials' },
  login: loginFlow(
    csrfStep,
    {
      id: 'credentials',
      method: 'POST',
      path: `${base}/callback/{{bind.provider}}`,
      // The answer is then JSON with the URL to go to, in place of a redirect.
      headers: { 'x-auth-return-redirect': '1' },
      // The names of the fields are the application's. These two are the usual ones.
      body: {
        form: {
          csrfToken: '{{step.csrf}}',
          username: '{{username}}',
          email: '{{username}}',
          password: '{{password}}',
          callbackUrl: '{{origin}}/',
          json: 'true',
        },
      },
      expect: { status: [200, 302] },
    },
    // A refused login is 200 too in some versions.
    { id: 'session', method: 'GET', path: sessionPath, expect: aSession },
  ),
  refresh: null,
  logout: logoutFlow(csrfStep, {
    id: 'sign-out',
    method: 'POST',
    path: `${base}/signout`,
    headers: { 'x-auth-return-redirect': '1' },
    body: { form: { csrfToken: '{{step.csrf}}', callbackUrl: '{{origin}}/', json: 'true' } },
    expect: { status: [200, 302] },
  }),
  apiPaths: [sessionPath],
  reading: {
    contains: Object.fromEntries(bases.map((each) => [`${each}/session`, aSession.contains] as const)),
  },
  remedies: {},
};

/** The id of a provider is a part of its paths. */
function credentialsProvider(providers: unknown, auth_base: string): Bind | false {
  const found = Object.entries(entriesOf(providers)).find(
    ([id, provider]) => textAt(provider, 'type') === 'credentials' && /^[\w-]+$/.test(id),
  );
  return found === undefined ? false : { auth_base, provider: found[0] };
}
