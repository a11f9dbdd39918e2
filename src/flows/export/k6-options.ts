import type { ExportLoad, ExportPlan } from './contract.ts';

/** The name of the function of a suite. */
export const functionName = (id: string): string => `suite_${id.replaceAll('-', '_')}`;

const statistics = {
  mean: 'avg',
  min: 'min',
  p50: 'p(50)',
  p75: 'p(75)',
  p90: 'p(90)',
  p95: 'p(95)',
  p99: 'p(99)',
  'p99.9': 'p(99.9)',
  max: 'max',
} as const;

/** Trials of suites do not overlap. k6 waits this long for iterations in progress at the end of one. */
const GRACE_S = 5;
/** The bound of a suite with a number of iterations. */
const LONGEST_S = 60;

export function optionsOf({ suites, load, thresholds = [] }: ExportPlan): object {
  const everyS = lengthS(load) + GRACE_S;
  return {
    scenarios: Object.fromEntries(
      suites.map(({ id }, index) => [
        id,
        { exec: functionName(id), startTime: `${index * everyS}s`, gracefulStop: `${GRACE_S}s`, ...executorOf(load) },
      ]),
    ),
    // The session of a user is kept from one iteration to the next.
    noCookiesReset: true,
    thresholds: { checks: ['rate==1'], ...Object.fromEntries(suites.flatMap(({ id }) => limitsOf(id, thresholds))) },
    summaryTrendStats: [...Object.values(statistics), 'count'],
  };
}

/** A metric of one suite is in k6's summary only where it has a threshold, so that each has one that is always met. */
function limitsOf(
  id: string,
  thresholds: NonNullable<ExportPlan['thresholds']>,
): readonly (readonly [string, readonly string[]])[] {
  const own = thresholds.filter(({ suite }) => suite === id);
  const limits = own.map(({ statistic, belowMs }) => `${statistics[statistic]}<${belowMs}`);
  return [
    [`flow_duration{suite:${id}}`, limits.length === 0 ? ['max>=0'] : limits],
    [`flow_errors{suite:${id}}`, ['count>=0']],
  ];
}

function lengthS(load: ExportLoad | undefined): number {
  if (load === undefined) return LONGEST_S;
  if (load.kind === 'rate') return load.durationS;
  return load.amount.by === 'duration' ? load.amount.durationS : LONGEST_S;
}

function executorOf(load: ExportLoad | undefined): object {
  if (load === undefined) return { executor: 'per-vu-iterations', vus: 1, iterations: 1, maxDuration: `${LONGEST_S}s` };
  if (load.kind === 'rate') {
    const { perSecond, durationS } = load;
    return {
      executor: 'constant-arrival-rate',
      rate: Math.max(1, Math.round(perSecond)),
      timeUnit: perSecond < 1 ? `${Math.round(1 / perSecond)}s` : '1s',
      duration: `${durationS}s`,
      preAllocatedVUs: Math.ceil(perSecond),
    };
  }
  const { users, amount } = load;
  if (amount.by === 'duration') return { executor: 'constant-vus', vus: users, duration: `${amount.durationS}s` };
  return { executor: 'per-vu-iterations', vus: users, iterations: amount.each, maxDuration: `${LONGEST_S}s` };
}
