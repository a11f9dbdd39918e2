import { tokenInQueryAccepted } from '../../../src/audit/auth/token-in-query-accepted.ts';
import { promises } from './forgery-promises.ts';

promises(tokenInQueryAccepted, 'token-in-query');
