import type { Run } from '../../../src/model/run.ts';
import { frozenRun } from '../../golden/frozen-run.ts';

const [ids, first] = [['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'], 'refresh'];

/** A run of eight suites with all trials of one of them, and a timeline of half a minute each. */
export const eightSuites: Run = {
  ...frozenRun,
  flows: ids.flatMap((id) => frozenRun.flows.filter((flow) => flow.id === first).map((flow) => ({ ...flow, id }))),
  suites: ids.flatMap((suite) =>
    frozenRun.suites
      .filter((trial) => trial.suite === first)
      .map((trial) => ({
        ...trial,
        suite,
        timeline: Array.from({ length: 30 }, (_, fromS) => {
          const times = { meanMs: 9, p50Ms: 8, p95Ms: 12, p99Ms: 14, maxMs: fromS === 12 ? 99 : 20 };
          return { fromS, lengthS: 1, n: 100, errors: 0, failed: null, ...times };
        }),
      })),
  ),
  verdicts: ids.flatMap((suite) =>
    frozenRun.verdicts
      .filter((judged) => judged.suite === first)
      .map((judged) => ({ ...judged, suite, target: `${suite} mean < 30ms` })),
  ),
};
