import type { Check, Finding, Severity } from '../model/finding.ts';
import type { Exit } from '../model/run.ts';
import type { Judged, Verdict } from '../model/verdict.ts';

/** What the user made the exit code depend on. */
export interface ExitPolicy {
  readonly failOn: Severity | null;
  readonly onInconclusive: 'pass' | 'warn' | 'fail';
}

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
const severities: readonly Severity[] = ['low', 'medium', 'high'];

/** One code for one run, the gravest reason first: see the table in README.md. */
export function exitOf({ verdict, verdicts, findings, checks, ended }: Judgement, policy: ExitPolicy): Exit {
  if (ended !== null) return { code: endedCodes[ended.why], reason: ended.because };
  if (verdict === 'fail') return { code: 10, reason: `target missed: ${named(verdicts, 'fail')}` };
  if (verdict === 'invalid') return { code: 13, reason: `measurement invalid: ${named(verdicts, 'invalid')}` };
  if (verdict === 'inconclusive' && policy.onInconclusive === 'fail') {
    return { code: 12, reason: `inconclusive: ${named(verdicts, 'inconclusive')}` };
  }
  const found = [...findings, ...checks].filter((finding) => atLeast(finding, policy.failOn));
  if (found.length > 0) return { code: 20, reason: `found: ${found.map(({ id }) => id).join(', ')}` };
  return { code: 0, reason: verdicts.length === 0 ? 'done' : verdict };
}

const named = (verdicts: readonly Judged[], wanted: Verdict): string =>
  verdicts
    .filter(({ verdict }) => verdict === wanted)
    .map(({ target, actualMs, because }) => `${target} (${actualMs === null ? because : `${actualMs.toFixed(1)} ms`})`)
    .join('; ');

const atLeast = (finding: Finding, failOn: Severity | null): boolean =>
  failOn !== null && finding.outcome === 'fail' && severities.indexOf(finding.severity) >= severities.indexOf(failOn);
