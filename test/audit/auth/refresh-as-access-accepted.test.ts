import { refreshAsAccessAccepted } from '../../../src/audit/auth/refresh-as-access-accepted.ts';
import { promises } from './forgery-promises.ts';

promises(refreshAsAccessAccepted, 'refresh-as-access');
