import type { FailedLogin, FailedLogins } from '../../model/failed-logins.ts';
import type { Opinion, Severity, ShownExchange } from '../../model/finding.ts';
import type { Remedy } from '../../stacks/remedy.ts';
import { securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

interface FailedLoginRule {
  readonly id: string;
  readonly title: string;
  readonly holds: string;
  readonly standard: string;
  readonly severity: Severity;
  readonly general: Remedy;
  /** An opinion, or the summary of a failure. */
  readonly read: (logins: FailedLogins) => Opinion | string;
  /** The exchanges that show it; the first login of each name if absent. */
  readonly shows?: (logins: FailedLogins) => readonly (ShownExchange | undefined)[];
}

/** The check of one requirement for logins with a wrong password. Without --allow-lockout none is sent. */
export const failedLoginCheck = ({ read, shows = firstOfEach, severity, general, ...rule }: FailedLoginRule) =>
  securityAudit({
    ...rule,
    group: 'login',
    needs: ['failed-logins'],
    uses: ['auth-surface'],
    shows: ({ 'failed-logins': logins }) => shows(logins),
    check({ 'failed-logins': logins, 'auth-surface': surface }, subject): Opinion {
      const opinion = read(logins);
      if (typeof opinion !== 'string') return opinion;
      const advice = adviceFor(rule.id, authRemedies(surface), factsFor(subject), general);
      return { outcome: 'fail', severity, costMs: null, summary: opinion, facts: [], advice };
    },
  });

const firstOfEach: FailedLoginRule['shows'] & {} = ({ attempts }) =>
  (['known', 'unknown'] as const).map((who) => attempts.find((each) => each.who === who)?.shown);

/** A refusal of the password, and neither a throttled login nor a failure of the server. */
export const isRefusal = ({ status, granted }: FailedLogin): boolean =>
  !granted && status > 0 && status < 500 && status !== 429 && status !== 423;
