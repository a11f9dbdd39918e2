import type { Check, Finding, Opinion } from '../model/finding.ts';
import type { Run } from '../model/run.ts';

export type Failed = (Finding | Check) & Extract<Opinion, { outcome: 'fail' }>;

const severityOrder = { high: 0, medium: 1, low: 2 } as const;

const isFailed = (finding: Finding | Check): finding is Failed => finding.outcome === 'fail';

/** A severe failure without a price, like a server that does not answer, comes before any price. */
const costOf = ({ costMs, severity }: Failed): number => costMs ?? (severity === 'high' ? Infinity : 0);

function byCost(a: Failed, b: Failed): number {
  const [one, other] = [costOf(a), costOf(b)];
  return one === other ? severityOrder[a.severity] - severityOrder[b.severity] : other - one;
}

const sortedFailures = (all: readonly (Finding | Check)[]): readonly Failed[] => all.filter(isFailed).sort(byCost);

export const failedFindings = ({ findings }: Run): readonly Failed[] => sortedFailures(findings);
export const failedChecks = ({ checks }: Run): readonly Failed[] => sortedFailures(checks);
