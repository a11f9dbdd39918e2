import type { Run } from './run.ts';
import type { SuiteId } from './suite.ts';

type Speaking = Pick<Run, 'flows' | 'suites' | 'secondOpinions' | 'verdicts'>;

/**
 * Every suite that a run speaks of, in its own order: those that it lists, then those that only have a result or a verdict.
 * So no suite is left out of a report because it is missing in a list.
 */
export const suiteIdsOf = ({ flows, suites, secondOpinions, verdicts }: Speaking): readonly SuiteId[] => [
  ...new Set([...flows.map(({ id }) => id), ...[...suites, ...secondOpinions, ...verdicts].map(({ suite }) => suite)]),
];

/** What one iteration is called; its id where the run does not say. */
export const nounOf = ({ flows }: Pick<Run, 'flows'>, suite: SuiteId): string =>
  flows.find(({ id }) => id === suite)?.noun ?? suite;
