import type { FailedLogin } from '../../model/failed-logins.ts';
import { bootstrap, expandedInterval } from '../../stats/bootstrap.ts';
import { hodgesLehmann } from '../../stats/hodges-lehmann.ts';
import { seededRandom } from '../../stats/random.ts';
import { signTail } from '../../stats/sign-test.ts';
import { atServer } from '../../stacks/remedy.ts';
import { inconclusive, pass } from '../contract.ts';
import { failedLoginCheck, isRefusal } from './failed-login-check.ts';

/**
 * A password hash takes 20 to 500 ms (OWASP Password Storage Cheat Sheet), and its absence is what tells accounts apart.
 * A smaller difference is one of a query, which a remote client sees only after thousands of logins.
 */
const NOTICEABLE_MS = 5;
/**
 * On a busy machine single logins take twice as long, and an interval of 95 % is then wrong too often for a finding. So many
 * pairs must agree, in either direction, as chance gives in fewer than one of 200 verifications: all of 9, 16 of 19.
 */
const RARE = 0.005;
/** With fewer pairs the expanded interval is wider than its samples. */
const FEWEST_PAIRS = 8;

export const userEnumerationByTiming = failedLoginCheck({
  id: 'user-enumeration-by-timing',
  title: 'the time of a failed login tells whether the account exists',
  holds: 'failed logins take the same time',
  standard: 'OWASP ASVS 5.0 6.3.8',
  severity: 'medium',
  general: atServer({
    do: 'verify the password against a fixed hash with the same cost where the name does not exist',
    command: null,
  }),
  read({ attempts }) {
    const longerMs = differencesOf(attempts);
    if (longerMs.length < FEWEST_PAIRS) {
      return inconclusive(
        `${longerMs.length} pairs of logins were refused before a throttle or a failure, and ${FEWEST_PAIRS} are needed`,
      );
    }
    const [fromMs, toMs] = expandedInterval(bootstrap(longerMs, hodgesLehmann, seededRandom(1)), longerMs.length);
    const text = rangeText(fromMs, toMs, longerMs.length);
    if (fromMs > NOTICEABLE_MS && mostAre(longerMs, (ms) => ms > 0)) {
      return `A failed login of an account takes longer than one of an unknown name, by ${text}. ${CONSEQUENCE}`;
    }
    if (toMs < -NOTICEABLE_MS && mostAre(longerMs, (ms) => ms < 0)) {
      const shorter = rangeText(-toMs, -fromMs, longerMs.length);
      return `A failed login of an unknown name takes longer than one of an account, by ${shorter}. ${CONSEQUENCE}`;
    }
    if (fromMs >= -NOTICEABLE_MS && toMs <= NOTICEABLE_MS) return pass(`the times differ by ${text}`);
    return inconclusive(
      `the times differ by ${text}, which does not decide whether they differ by ${NOTICEABLE_MS} ms`,
    );
  },
});

const mostAre = (differences: readonly number[], isSo: (ms: number) => boolean): boolean =>
  2 * signTail(differences.length, differences.filter(isSo).length) < RARE;

const CONSEQUENCE = 'Anyone can find out who has an account.';

const rangeText = (fromMs: number, toMs: number, pairs: number): string =>
  `${fromMs.toFixed(1)} to ${toMs.toFixed(1)} ms (95 %, ${pairs} pairs)`;

/** By how much each known name took longer than the unknown one beside it. The first pair warms the server up. */
function differencesOf(attempts: readonly FailedLogin[]): readonly number[] {
  const differences: number[] = [];
  for (let at = 2; at + 1 < attempts.length; at += 2) {
    const pair = attempts.slice(at, at + 2).filter(isRefusal);
    const known = pair.find(({ who }) => who === 'known');
    const unknown = pair.find(({ who }) => who === 'unknown');
    if (known !== undefined && unknown !== undefined) differences.push(known.tookMs - unknown.tookMs);
  }
  return differences;
}
