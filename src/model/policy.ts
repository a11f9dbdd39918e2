import type { Finding, Severity } from './finding.ts';

/** The options that decide the exit code. */
export interface ExitPolicy {
  /** The lowest severity of a finding or check that fails the command; null if none does. */
  readonly failOn: Severity | null;
  /** How an inconclusive threshold counts. */
  readonly onInconclusive: 'pass' | 'warn' | 'fail';
}

const severities: readonly Severity[] = ['low', 'medium', 'high'];

/** Whether this finding or check fails the command by itself. */
export const failsCommand = (finding: Finding, { failOn }: ExitPolicy): boolean =>
  failOn !== null && finding.outcome === 'fail' && severities.indexOf(finding.severity) >= severities.indexOf(failOn);
