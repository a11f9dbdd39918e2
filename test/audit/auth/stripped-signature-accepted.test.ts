import { strippedSignatureAccepted } from '../../../src/audit/auth/stripped-signature-accepted.ts';
import { promises, refusesOpaque } from './forgery-promises.ts';

promises(strippedSignatureAccepted, 'stripped-signature');
refusesOpaque(strippedSignatureAccepted);
