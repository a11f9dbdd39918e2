import { notYetValidAccepted } from '../../../src/audit/auth/not-yet-valid-accepted.ts';
import { needsSigner, promises, refusesOpaque } from './forgery-promises.ts';

promises(notYetValidAccepted, 'not-yet-valid');
refusesOpaque(notYetValidAccepted);
needsSigner(notYetValidAccepted, 'no such token');
