import { algNoneAccepted } from '../../../src/audit/auth/alg-none-accepted.ts';
import { promises, refusesOpaque } from './forgery-promises.ts';

promises(algNoneAccepted, 'alg-none');
refusesOpaque(algNoneAccepted);
