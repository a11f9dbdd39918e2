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
  readonly ended: Ended;
}

export const endedCodes = { unreachable: 14, 'auth-failed': 15, interrupted: 130, terminated: 143 } as const;

/** One code for one run, the gravest reason first: see the table in README.md. */
export function exitOf({ verdict, verdicts, findings, checks, ended }: Judgement, policy: ExitPolicy): Exit {
  if (ended !== null) return { code: endedCodes[ended.why], reason: ended.because };
  if (verdict === 'fail') return { code: 10, reason: `target missed: ${named(verdicts, 'fail')}` };
  if (verdict === 'invalid') return { code: 13, reason: `measurement invalid: ${named(verdicts, 'invalid')}` };
  if (verdict === 'inconclusive' && policy.onInconclusive === 'fail') {
    return { code: 12, reason: `inconclusive: ${named(verdicts, 'inconclusive')}` };
  }
  const found = [...findings, ...checks].filter((finding) => failsCommand(finding, policy));
  if (found.length > 0) return { code: 20, reason: `found: ${found.map(({ id }) => id).join(', ')}` };
  return { code: 0, reason: verdicts.length === 0 ? 'done' : verdict };
}

const named = (verdicts: readonly Judged[], wanted: Verdict): string =>
  verdicts
    .filter(({ verdict }) => verdict === wanted)
    .map(({ target, actualMs, because }) => `${target} (${actualMs === null ? because : `${actualMs.toFixed(1)} ms`})`)
    .join('; ');
