import type { FailedLogin } from '../../model/failed-logins.ts';
import { median } from '../../stats/quantile.ts';
import { atServer } from '../../stacks/remedy.ts';
import { inconclusive, pass } from '../contract.ts';
import { failedLoginCheck, isRefusal } from './failed-login-check.ts';

/** NIST SP 800-63B §5.2.2: no more than 100 failures in a row on one account. */
const MOST_FAILURES = 100;
/** A delay that grows: the last logins take three times as long as the first, and more than any password hash. */
const DELAY_FACTOR = 3;
const DELAY_MS = 1_000;
const COMPARED = 5;

export const loginUnthrottled = failedLoginCheck({
  id: 'login-unthrottled',
  title: 'passwords can be guessed without a limit',
  holds: 'guessing passwords is limited',
  standard: 'NIST SP 800-63B §5.2.2, OWASP ASVS 5.0 6.3.1',
  severity: 'high',
  general: atServer({
    do: 'count failed logins by name and address, and answer 429 with Retry-After after about ten',
    command: null,
  }),
  shows: ({ attempts, afterwards }) => [attempts.findLast(({ who }) => who === 'known')?.shown, afterwards.shown],
  read({ attempts, afterwards }) {
    const known = attempts.filter(({ who }) => who === 'known');
    const failed = known.filter(isRefusal);
    const throttled = attempts.find(({ status }) => status === 429 || status === 423);
    if (throttled !== undefined) return pass(`${throttled.status} after ${failed.length} failed logins`);
    if (known.length > failed.length)
      return inconclusive(
        `${known.length - failed.length} of ${known.length} failed logins were answered with 5xx or not at all`,
      );
    if (isDelayed(failed))
      return pass(`failed logins are delayed more and more, up to ${Math.round(lastMs(failed))} ms`);
    if (!afterwards.granted && failed.length > 0)
      return pass(`the account is locked after ${failed.length} failed logins (status ${afterwards.status})`);
    if (failed.length < MOST_FAILURES) return inconclusive(`only ${failed.length} failed logins fitted into the time`);
    return `${failed.length} failed logins of one account were neither throttled nor delayed, and the right password still signed in. A guesser can try a whole list.`;
  },
});

const lastMs = (failed: readonly FailedLogin[]): number => median(failed.slice(-COMPARED).map(({ tookMs }) => tookMs));

function isDelayed(failed: readonly FailedLogin[]): boolean {
  if (failed.length < 2 * COMPARED) return false;
  const firstMs = median(failed.slice(0, COMPARED).map(({ tookMs }) => tookMs));
  return lastMs(failed) > DELAY_MS && lastMs(failed) > DELAY_FACTOR * firstMs;
}
