import { wrongAudienceAccepted } from '../../../src/audit/auth/wrong-audience-accepted.ts';
import { needsSigner, promises, refusesOpaque } from './forgery-promises.ts';

promises(wrongAudienceAccepted, 'wrong-audience');
refusesOpaque(wrongAudienceAccepted);
needsSigner(wrongAudienceAccepted, 'name no audience');
