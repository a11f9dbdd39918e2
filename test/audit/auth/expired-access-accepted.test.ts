import { expiredAccessAccepted } from '../../../src/audit/auth/expired-access-accepted.ts';
import { needsSigner, promises, refusesOpaque } from './forgery-promises.ts';

promises(expiredAccessAccepted, 'expired');
refusesOpaque(expiredAccessAccepted);
needsSigner(expiredAccessAccepted, 'no such token');
