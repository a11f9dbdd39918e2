import { jkuJwkHeaderAccepted } from '../../../src/audit/auth/jku-jwk-header-accepted.ts';
import { promises, refusesOpaque } from './forgery-promises.ts';

promises(jkuJwkHeaderAccepted, 'embedded-key');
refusesOpaque(jkuJwkHeaderAccepted);
