import { at } from '../../flows/import/document.ts';
import type { AuthStack } from './contract.ts';
import { get } from './detection.ts';
import { loginFlow, refreshFlow, tokens } from './flows.ts';
import { mark } from './marks.ts';

/** The emulator accepts any key. */
const query = { key: 'whyslow' };
const lookup = '/identitytoolkit.googleapis.com/v1/accounts:lookup?key=whyslow';

/** The Auth emulator of the Firebase Local Emulator Suite. Its settings for tokens cannot be changed. */
export const firebaseEmulator: AuthStack = {
  id: 'firebase-emulator',
  title: 'Firebase Auth emulator',
  tested: 'documentation',
  client: 'none',
  detection: mark(
    get('/'),
    'says that authEmulator is ready',
    ({ json }) => at(at(json, 'authEmulator'), 'ready') === true,
  ),
  lifetime: { from: 'json:expiresIn', unit: 's' },
  login: loginFlow({
    id: 'login',
    method: 'POST',
    path: '/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword',
    query,
    body: { json: { email: '{{username}}', password: '{{password}}', returnSecureToken: true } },
    capture: tokens({
      access: 'json:idToken',
      refresh: 'json:refreshToken',
      lifetime: { from: 'json:expiresIn', unit: 's' },
    }),
  }),
  // The answer of the token service has other names than that of the sign-in.
  refresh: refreshFlow({
    id: 'refresh',
    method: 'POST',
    path: '/securetoken.googleapis.com/v1/token',
    query,
    body: { form: { grant_type: 'refresh_token', refresh_token: '{{session.refresh}}' } },
    capture: tokens({
      access: 'json:id_token',
      refresh: 'json:refresh_token',
      lifetime: { from: 'json:expires_in', unit: 's' },
    }),
  }),
  logout: null,
  apiPaths: [lookup],
  reading: { posts: { [lookup]: { json: { idToken: '{{session.access}}' } } } },
  remedies: {},
};
