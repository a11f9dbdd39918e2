import { tamperedPayloadAccepted } from '../../../src/audit/auth/tampered-payload-accepted.ts';
import { promises, refusesOpaque } from './forgery-promises.ts';

promises(tamperedPayloadAccepted, 'tampered-payload');
refusesOpaque(tamperedPayloadAccepted);
