import { wrongIssuerAccepted } from '../../../src/audit/auth/wrong-issuer-accepted.ts';
import { needsSigner, promises, refusesOpaque } from './forgery-promises.ts';

promises(wrongIssuerAccepted, 'wrong-issuer');
refusesOpaque(wrongIssuerAccepted);
needsSigner(wrongIssuerAccepted, 'name no issuer');
