import { accessAsRefreshAccepted } from '../../../src/audit/auth/access-as-refresh-accepted.ts';
import { promises } from './forgery-promises.ts';

promises(accessAsRefreshAccepted, 'access-as-refresh');
