import type { Run } from './run.ts';
import type { SuiteId } from './suite.ts';

type SuiteLists = Pick<Run, 'flows' | 'suites' | 'secondOpinions' | 'verdicts'>;

/**
 * All suites of a run in report order: the listed flows, then suites that only have a result or a verdict. So a report
 * omits no suite that is missing in the list of flows.
 */
export const suiteIdsOf = ({ flows, suites, secondOpinions, verdicts }: SuiteLists): readonly SuiteId[] => [
  ...new Set([...flows.map(({ id }) => id), ...[...suites, ...secondOpinions, ...verdicts].map(({ suite }) => suite)]),
];

/** The noun for one iteration of a suite; its id if the run does not list it. */
export const nounOf = ({ flows }: Pick<Run, 'flows'>, suite: SuiteId): string =>
  flows.find(({ id }) => id === suite)?.noun ?? suite;
