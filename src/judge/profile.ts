import type { Check, Severity } from '../model/finding.ts';
import type {
  JudgedCheck,
  JudgedExchange,
  JudgedProfile,
  JudgedRequirement,
  LifetimeLimits,
  Profile,
  RequiredCheck,
  RequirementOutcome,
} from '../model/profile.ts';

const severitiesUp: readonly Severity[] = ['low', 'medium', 'high'];

/** The limits of all requirements; of two, the shorter one. */
export function limitsOf({ requirements }: Pick<Profile, 'requirements'>): LifetimeLimits {
  const shortest = (key: keyof LifetimeLimits): LifetimeLimits => {
    const stated = requirements.flatMap(({ limits }) => limits?.[key] ?? []);
    return stated.length === 0 ? {} : { [key]: Math.min(...stated) };
  };
  return { ...shortest('accessLifetimeS'), ...shortest('refreshLifetimeS') };
}

/** The severity that the profile gives a check; of two, the higher one. Null where it requires no such check. */
export function severityIn({ requirements }: Pick<Profile, 'requirements'>, id: string): Severity | null {
  const given = requirements.flatMap(({ checks }) => checks).filter((check) => check.id === id);
  return severitiesUp.findLast((severity) => given.some((each) => each.severity === severity)) ?? null;
}

/**
 * The checks with the severities of the profile. A check that notes a defect fails where it is required: what is a matter
 * of taste elsewhere is decided by the profile.
 */
export const checksUnder = (profile: Profile, checks: readonly Check[]): readonly Check[] =>
  checks.map((check) => {
    const severity = severityIn(profile, check.id);
    if (severity === null) return check;
    if (check.outcome === 'fail') return { ...check, severity };
    if (check.outcome !== 'note') return check;
    const { explainedBy: _explainedBy, ...noted } = check;
    return { ...noted, outcome: 'fail', severity, costMs: null };
  });

/** What a check sends, as text; for checks that show no exchange. */
export type SentBy = (id: string) => string;

/** The table of the profile. @param checks those of `checksUnder`. */
export const judgedProfile = (profile: Profile, checks: readonly Check[], sentBy: SentBy): JudgedProfile => ({
  id: profile.id,
  title: profile.title,
  about: profile.about,
  requirements: profile.requirements.map(({ id, text, sources, checks: required }): JudgedRequirement => {
    const judged = required.map((each) => judgedCheck(each, checks, sentBy));
    return { id, text, sources, outcome: outcomeOf(judged), checks: judged };
  }),
});

/** One failure breaks a requirement. Only the passes of all its checks show that it is met. */
function outcomeOf(checks: readonly JudgedCheck[]): RequirementOutcome {
  if (checks.some(({ outcome }) => outcome === 'fail')) return 'not-met';
  return checks.length > 0 && checks.every(({ outcome }) => outcome === 'pass') ? 'met' : 'not-shown';
}

function judgedCheck(required: RequiredCheck, checks: readonly Check[], sentBy: SentBy): JudgedCheck {
  const made = checks.find(({ id }) => id === required.id);
  const { id, severity } = required;
  if (made === undefined) {
    return { id, severity, outcome: 'not-made', exchanges: [{ sent: NOTHING_SENT, came: 'the check was not made' }] };
  }
  return { id, severity, outcome: made.outcome, exchanges: exchangesOf(made, sentBy) };
}

const NOTHING_SENT = 'nothing';

function exchangesOf({ id, summary, exchanges = [] }: Check, sentBy: SentBy): readonly JudgedExchange[] {
  if (exchanges.length > 0) return exchanges;
  const sent = sentBy(id);
  return [{ sent: sent === '' ? NOTHING_SENT : sent, came: summary }];
}
