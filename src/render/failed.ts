import type { Check, Finding, Opinion } from '../model/finding.ts';
import type { Run } from '../model/run.ts';

export type Failed = (Finding | Check) & Extract<Opinion, { outcome: 'fail' }>;

const severityOrder = { high: 0, medium: 1, low: 2 } as const;

const isFailed = (finding: Finding | Check): finding is Failed => finding.outcome === 'fail';

const bySeverity = (a: Failed, b: Failed): number =>
  severityOrder[a.severity] - severityOrder[b.severity] || (b.costMs ?? 0) - (a.costMs ?? 0);

const sortedFailures = (all: readonly (Finding | Check)[]): readonly Failed[] => all.filter(isFailed).sort(bySeverity);

export const failedFindings = ({ findings }: Run): readonly Failed[] => sortedFailures(findings);
export const failedChecks = ({ checks }: Run): readonly Failed[] => sortedFailures(checks);
