import type { Finding, Severity } from './finding.ts';

/** What the user made the exit code depend on. */
export interface ExitPolicy {
  /** The least severity of a finding or check that fails the command; null where none does. */
  readonly failOn: Severity | null;
  /** What an undecided target counts as. */
  readonly onInconclusive: 'pass' | 'warn' | 'fail';
}

const severities: readonly Severity[] = ['low', 'medium', 'high'];

/** Whether this finding or check fails the command by itself. */
export const failsCommand = (finding: Finding, { failOn }: ExitPolicy): boolean =>
  failOn !== null && finding.outcome === 'fail' && severities.indexOf(finding.severity) >= severities.indexOf(failOn);
