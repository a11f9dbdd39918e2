import type { FailedLogin, FailedLogins } from '../../../src/model/failed-logins.ts';

const PAIRS = 20;

interface Times {
  readonly knownMs?: number;
  readonly unknownMs?: number;
  /** The time of the logins after the pairs. */
  readonly laterMs?: number;
}

const attempt = (who: FailedLogin['who'], tookMs: number, status = 401): FailedLogin => ({
  who,
  status,
  granted: false,
  tookMs,
  hasRetryAfter: false,
});

/** So many failed logins of the account, 20 of them beside an unknown name. Each time wavers by a millisecond. */
export function guessed(
  failures: number,
  { knownMs = 50, unknownMs = 50, laterMs = knownMs }: Times = {},
): FailedLogins {
  const pairs = Array.from({ length: Math.min(PAIRS, failures) }, (_, n) => {
    const pair = [attempt('known', knownMs + (n % 3) / 2), attempt('unknown', unknownMs + (n % 2) / 2)];
    return n % 2 === 0 ? pair : pair.toReversed();
  }).flat();
  const later = Array.from({ length: Math.max(0, failures - PAIRS) }, () => attempt('known', laterMs));
  return { attempts: [...pairs, ...later], differences: [], afterwards: { status: 200, granted: true } };
}

/** The same, and then one more login that is answered with this status. */
export const thenAnswered = (logins: FailedLogins, status: number, hasRetryAfter = true): FailedLogins => ({
  ...logins,
  attempts: [...logins.attempts, { ...attempt('known', 1, status), hasRetryAfter }],
});
