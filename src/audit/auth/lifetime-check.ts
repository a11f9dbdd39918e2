import type { AuthResponses } from '../../model/auth-responses.ts';
import type { TokenLifetimes } from '../../model/auth-evidence.ts';
import type { Advice } from '../../model/finding.ts';
import type { LifetimeLimits } from '../../model/profile.ts';
import type { Remedy } from '../../stacks/remedy.ts';
import { notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

/** A lifetime that something states. */
export interface StatedLifetime {
  /** What has it, as the subject of a sentence. */
  readonly of: string;
  readonly seconds: number;
}

interface LifetimeRule {
  readonly id: string;
  /** The title, which ends with the limit. */
  readonly isValidFor: string;
  /** What holds, which ends with the limit. */
  readonly endsWithin: string;
  readonly limitS: number;
  /** The limit of a profile that takes the place of `limitS`. */
  readonly limitKey: keyof LifetimeLimits;
  readonly consequence: string;
  /** Why nothing may state it. */
  readonly without: string;
  /** The advice, with the limit in it. */
  readonly general: (limit: string) => Remedy;
  readonly stated: (lifetimes: TokenLifetimes, responses: AuthResponses | undefined) => readonly StatedLifetime[];
}

/** `iat` and `exp` are whole seconds and may come from two readings of the clock. */
const ROUNDING_S = 5;

/** The check of the lifetime of one kind of token. */
export const lifetimeCheck = (rule: LifetimeRule) =>
  securityAudit({
    id: rule.id,
    ...textsOf(rule, rule.limitS),
    textsUnder: (limits) => textsOf(rule, limits[rule.limitKey] ?? rule.limitS),
    group: 'policy',
    standard: 'OWASP ASVS 5.0 7.1.1, NIST SP 800-63B',
    needs: ['lifetimes'],
    uses: ['auth-responses', 'auth-surface'],
    check({ lifetimes, 'auth-responses': responses, 'auth-surface': surface }, subject) {
      const limitS = subject.limits?.[rule.limitKey] ?? rule.limitS;
      const stated = rule.stated(lifetimes, responses);
      const long = stated.filter(({ seconds }) => seconds > limitS + ROUNDING_S);
      if (stated.length === 0) return notApplicable(rule.without);
      if (long.length === 0) return pass(textOf(stated));
      return {
        outcome: 'fail',
        severity: 'medium',
        costMs: null,
        summary: `${textOf(long)}, and ${lifetimeText(limitS)} is the limit. ${rule.consequence}`,
        facts: [],
        advice: adviceUnder(
          rule,
          limitS,
          adviceFor(rule.id, authRemedies(surface), factsFor(subject), rule.general(lifetimeText(limitS))),
        ),
      };
    },
  });

const textsOf = ({ isValidFor, endsWithin }: LifetimeRule, limitS: number) => ({
  title: `${isValidFor} ${longText(limitS)}`,
  holds: `${endsWithin} ${longText(limitS)}`,
});

/** The lines of a stack are written for the limit of the check. */
function adviceUnder(rule: LifetimeRule, limitS: number, advice: readonly Advice[]): readonly Advice[] {
  if (limitS === rule.limitS) return advice;
  const hint = ` (the line is for ${lifetimeText(rule.limitS)}; the limit here is ${lifetimeText(limitS)})`;
  return advice.map((each) => (each.command === null ? each : { ...each, do: `${each.do}${hint}` }));
}

/** In words where there are several, like 15 minutes. */
const longText = (seconds: number): string =>
  lifetimeText(seconds)
    .replace(/^(?!1 )(\d+) min$/, '$1 minutes')
    .replace(/^(?!1 )(\d+) h$/, '$1 hours');

const textOf = (stated: readonly StatedLifetime[]): string =>
  stated.map(({ of, seconds }) => `${of} is valid for ${lifetimeText(seconds)}`).join(', ');

const [MINUTE_S, HOUR_S, DAY_S] = [60, 3_600, 86_400] as const;

/** In the largest unit that divides it, like 2 h; a day is 24 h. */
function lifetimeText(seconds: number): string {
  if (seconds > DAY_S && seconds % DAY_S === 0) return `${seconds / DAY_S} days`;
  if (seconds > 0 && seconds % HOUR_S === 0) return `${seconds / HOUR_S} h`;
  return seconds > 0 && seconds % MINUTE_S === 0 ? `${seconds / MINUTE_S} min` : `${seconds} s`;
}

/** The lifetime that a token states itself, else the one that is stated beside it. */
export function lifetimeOf(
  token: 'access token' | 'refresh token',
  ownS: number | null,
  responses: AuthResponses | undefined,
): readonly StatedLifetime[] {
  const seconds = ownS ?? responses?.tokens.find((each) => each.token === token)?.statedS ?? null;
  return seconds === null ? [] : [{ of: `the ${token}`, seconds }];
}
