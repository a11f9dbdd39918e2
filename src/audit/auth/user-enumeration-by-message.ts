import { atServer } from '../../stacks/remedy.ts';
import { inconclusive, pass } from '../contract.ts';
import { failedLoginCheck, isRefusal } from './failed-login-check.ts';

export const userEnumerationByMessage = failedLoginCheck({
  id: 'user-enumeration-by-message',
  title: 'the answer to a failed login tells whether the account exists',
  holds: 'failed logins get the same answer',
  standard: 'OWASP ASVS 5.0 6.3.8',
  severity: 'medium',
  general: atServer({
    do: 'answer an unknown name and a wrong password with the same status, headers and text',
    command: null,
  }),
  read({ attempts: [known, unknown], differences }) {
    if (known === undefined || unknown === undefined || differences === null)
      return inconclusive('no two answers came');
    if (!isRefusal(known) || !isRefusal(unknown))
      return inconclusive(`the logins were answered with ${known.status} and ${unknown.status}`);
    if (differences.length === 0) return pass(`an unknown name gets the same ${known.status} as a wrong password`);
    return `A wrong password and an unknown name differ in ${differences.join(' and ')} (status ${known.status} and ${unknown.status}). Anyone can find out who has an account.`;
  },
});
