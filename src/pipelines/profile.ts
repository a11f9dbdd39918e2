import { securityAudits } from '../audit/index.ts';
import type { Gathered } from '../gather/gathered.ts';
import { checksUnder, judgedProfile, limitsOf } from '../judge/profile.ts';
import type { Check } from '../model/finding.ts';
import type { LifetimeLimits, Profile } from '../model/profile.ts';
import type { Run } from '../model/run.ts';
import { commandPlans, type MeasureCommand } from './commands.ts';

/** The part of the subject that a profile decides; empty where it states no limit. */
export function limitsUnder(profile: Profile): { readonly limits?: LifetimeLimits } {
  const limits = limitsOf(profile);
  return Object.keys(limits).length === 0 ? {} : { limits };
}

type Judged = Pick<Run, 'checks' | 'profile'>;

/** The checks with the severities of the profile, and its table where it requires something of this command. */
export function underProfile(
  { profile, command }: { readonly profile: Profile; readonly command: MeasureCommand },
  { sent }: Pick<Gathered, 'sent'>,
  made: readonly Check[],
): Judged {
  const checks = checksUnder(profile, made);
  if (profile.requirements.length === 0 || commandPlans[command].checks.length === 0) return { checks };
  return { checks, profile: judgedProfile(profile, checks, (id) => sentBy(id, sent)) };
}

/** The requests of the evidence that a check needs: the first line, since the report lists all of them. */
function sentBy(id: string, sent: Gathered['sent']): string {
  const needs: readonly string[] = securityAudits.find((audit) => audit.id === id)?.needs ?? [];
  const of = sent.filter(({ kind }) => needs.includes(kind));
  const first = of.flatMap(({ requests: [each = ''] }) => each).join('; ');
  const hint = of.some(({ requests }) => requests.length > 1) ? ' (and what the end of the report lists)' : '';
  // Our own texts mark code with backticks.
  return `${first}${hint}`.replaceAll('`', '');
}
