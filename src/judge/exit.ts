import { exitOfComparison } from './compare/verdict.ts';
import { type Silence, silencesText } from './silence.ts';
import type { Comparison } from '../model/comparison.ts';
import { NOTHING_MEASURED } from '../model/exit-codes.ts';
import type { Check, Finding } from '../model/finding.ts';
import { type ExitPolicy, failsCommand } from '../model/policy.ts';
import type { Exit } from '../model/run.ts';
import type { Judged, Verdict } from '../model/verdict.ts';

/** Why gathering ended early; null where it did not. */
export type Ended = {
  readonly why: keyof typeof endedCodes;
  readonly because: string;
} | null;

export interface Judgement {
  readonly verdict: Verdict;
  readonly verdicts: readonly Judged[];
  readonly findings: readonly Finding[];
  readonly checks: readonly Check[];
  /** The comparison with the baseline; null without one. */
  readonly comparison: Comparison | null;
  readonly ended: Ended;
  /** Required suites without a right answer. */
  readonly silences: readonly Silence[];
  /** Where the time limit ended the measurement; null where it did not. */
  readonly limitReached: string | null;
  /** Whether the run has any result about the server. */
  readonly hasResult: boolean;
}

const endedCodes = {
  'internal-error': 1,
  'generator-failed': 13,
  unreachable: 14,
  'auth-failed': 15,
  interrupted: 130,
  terminated: 143,
} as const;

export const exitOfEnd = ({ why, because }: NonNullable<Ended>): Exit => ({ code: endedCodes[why], reason: because });

const REGRESSED = 11;

/** The exit code of a run, the gravest reason first: see the table in model/exit-codes.ts. */
export function exitOf(judgement: Judgement, policy: ExitPolicy): Exit {
  const { verdict, verdicts, findings, checks, ended, limitReached } = judgement;
  if (ended !== null) return exitOfEnd(ended);
  if (verdict === 'fail') return { code: 10, reason: missedText(verdicts) };
  if (verdict === 'invalid') return { code: 13, reason: `measurement invalid: ${named(verdicts, 'invalid')}` };
  const undecided = nothingMeasured(judgement) ?? comparedOrUndecided(judgement, policy);
  if (undecided !== null) return undecided;
  const found = [...findings, ...checks].filter((finding) => failsCommand(finding, policy));
  if (found.length > 0) return { code: 20, reason: `found: ${found.map(({ id }) => id).join(', ')}` };
  const reason = verdicts.length === 0 ? doneText([...findings, ...checks]) : verdict;
  return { code: 0, reason: limitReached === null ? reason : `${reason}; ${limitReached}` };
}

/** The exit of a run that measured nothing, which must not pass; null for any other run. */
export function nothingMeasured({
  silences,
  limitReached,
  hasResult,
}: Pick<Judgement, 'silences' | 'limitReached' | 'hasResult'>): Exit | null {
  const limit = limitReached === null ? [] : [limitReached];
  if (silences.length > 0) {
    const reason = [`no right answer, nothing measured: ${silencesText(silences)}`, ...limit].join('; ');
    return { code: NOTHING_MEASURED, reason };
  }
  return hasResult ? null : { code: NOTHING_MEASURED, reason: ['nothing measured', ...limit].join(': ') };
}

const failedIds = (all: readonly (Finding | Check)[]): readonly string[] =>
  all.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);

const doneText = (all: readonly (Finding | Check)[]): string => {
  const ids = failedIds(all);
  return ids.length === 0 ? 'done' : `found: ${ids.join(', ')}`;
};

/** Without a judged threshold or comparison, a failed finding or check makes the verdict a warning. */
export const withoutThreshold = ({ verdicts, comparison, findings, checks }: Judgement): readonly Verdict[] =>
  verdicts.length === 0 && comparison === null && failedIds([...findings, ...checks]).length > 0 ? ['warn'] : [];

/** A regression is a failure; an undecided comparison counts like an undecided threshold. */
function comparedOrUndecided(judgement: Judgement, policy: ExitPolicy): Exit | null {
  const { comparison } = judgement;
  const compared = comparison === null ? null : exitOfComparison(comparison, policy);
  if (compared?.code === REGRESSED) return compared;
  return undecidedBy(judgement, policy) ?? (compared === null || compared.code === 0 ? null : compared);
}

function undecidedBy(judgement: Judgement, { onInconclusive }: ExitPolicy): Exit | null {
  const { verdict, verdicts, limitReached } = judgement;
  if (verdict !== 'inconclusive' || onInconclusive !== 'fail') return null;
  const undecided = [named(verdicts, 'inconclusive'), limitReached ?? ''].filter((part) => part !== '');
  return { code: 12, reason: `inconclusive: ${undecided.join('; ')}` };
}

/** Lists missed thresholds with their values; suites with too many wrong answers are listed with that reason instead. */
function missedText(verdicts: readonly Judged[]): string {
  const missed = verdicts.filter(({ verdict, ground }) => verdict === 'fail' && ground !== 'wrong-answers');
  const wrong = verdicts.filter(({ verdict, ground }) => verdict === 'fail' && ground === 'wrong-answers');
  const suites = new Map(wrong.map(({ suite, because }) => [suite, `${suite}: ${because}`] as const));
  return [...(missed.length === 0 ? [] : [`threshold missed: ${named(missed, 'fail')}`]), ...suites.values()].join(
    '; ',
  );
}

const named = (verdicts: readonly Judged[], wanted: Verdict): string =>
  verdicts
    .filter(({ verdict }) => verdict === wanted)
    .map(({ target, actualMs, because }) => `${target} (${actualMs === null ? because : `${actualMs.toFixed(1)} ms`})`)
    .join('; ');
