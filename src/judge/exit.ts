import { exitOfComparison } from './compare/verdict.ts';
import type { Comparison } from '../model/comparison.ts';
import type { Check, Finding } from '../model/finding.ts';
import { type ExitPolicy, failsCommand } from '../model/policy.ts';
import type { Exit } from '../model/run.ts';
import type { Judged, Verdict } from '../model/verdict.ts';

/** Why gathering ended early, as the last stage needs to know it. */
export type Ended = {
  readonly why: 'unreachable' | 'auth-failed' | 'interrupted' | 'terminated';
  readonly because: string;
} | null;

export interface Judgement {
  readonly verdict: Verdict;
  readonly verdicts: readonly Judged[];
  readonly findings: readonly Finding[];
  readonly checks: readonly Check[];
  /** With a baseline; null where none was named. */
  readonly comparison: Comparison | null;
  readonly ended: Ended;
}

const endedCodes = { unreachable: 14, 'auth-failed': 15, interrupted: 130, terminated: 143 } as const;

export const exitOfEnd = ({ why, because }: NonNullable<Ended>): Exit => ({ code: endedCodes[why], reason: because });

const REGRESSED = 11;

/** One code for one run, the gravest reason first: see the table in README.md. */
export function exitOf(judgement: Judgement, policy: ExitPolicy): Exit {
  const { verdict, verdicts, findings, checks, ended } = judgement;
  if (ended !== null) return exitOfEnd(ended);
  if (verdict === 'fail') return { code: 10, reason: `target missed: ${named(verdicts, 'fail')}` };
  if (verdict === 'invalid') return { code: 13, reason: `measurement invalid: ${named(verdicts, 'invalid')}` };
  const undecided = comparedOrUndecided(judgement, policy);
  if (undecided !== null) return undecided;
  const found = [...findings, ...checks].filter((finding) => failsCommand(finding, policy));
  if (found.length > 0) return { code: 20, reason: `found: ${found.map(({ id }) => id).join(', ')}` };
  return { code: 0, reason: verdicts.length === 0 ? 'done' : verdict };
}

/** A comparison that regressed is a failure; one that is undecided is no graver than an undecided target. */
function comparedOrUndecided(judgement: Judgement, policy: ExitPolicy): Exit | null {
  const { comparison } = judgement;
  const compared = comparison === null ? null : exitOfComparison(comparison, policy);
  if (compared?.code === REGRESSED) return compared;
  return undecidedBy(judgement, policy) ?? (compared === null || compared.code === 0 ? null : compared);
}

const undecidedBy = ({ verdict, verdicts }: Judgement, { onInconclusive }: ExitPolicy): Exit | null =>
  verdict === 'inconclusive' && onInconclusive === 'fail'
    ? { code: 12, reason: `inconclusive: ${named(verdicts, 'inconclusive')}` }
    : null;

const named = (verdicts: readonly Judged[], wanted: Verdict): string =>
  verdicts
    .filter(({ verdict }) => verdict === wanted)
    .map(({ target, actualMs, because }) => `${target} (${actualMs === null ? because : `${actualMs.toFixed(1)} ms`})`)
    .join('; ');
