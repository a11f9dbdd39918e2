import type { ExportPlan, ExportSuite, Unsupported } from './contract.ts';
import { noWarmUp } from './plan.ts';

/** The parts of a plan, beside those of its steps, that a script of Artillery does otherwise. */
export function artilleryGaps(plan: ExportPlan): readonly Unsupported[] {
  const { load, suites } = plan;
  return [
    ...(load?.kind === 'rate' ? rateGaps(suites) : []),
    ...(load?.kind === 'users' ? userGaps(plan) : []),
    ...(suites.length > 1
      ? [
          gap(
            'sequence',
            'each user takes one scenario at random: export one suite a file with --suite, to measure each alone',
          ),
        ]
      : []),
  ];
}

const gap = (feature: Unsupported['feature'], because: string): Unsupported => ({ feature, where: null, because });

const rateGaps = (suites: readonly ExportSuite[]): readonly Unsupported[] => [
  ...(suites.some(({ begin }) => begin.length > 0)
    ? [gap('open-load', 'each arrival is a new user, who signs in before the one iteration')]
    : []),
  noWarmUp,
];

function userGaps({ load, suites, processor }: ExportPlan): readonly Unsupported[] {
  const isRenewed = suites.some(({ renewal }) => renewal.by !== 'itself');
  if (processor !== undefined)
    return isRenewed ? [gap('renewal', 'a session that cannot be renewed ends its user')] : [];
  const hasDuration = load?.kind === 'users' && load.amount.by === 'duration';
  return [
    ...(hasDuration
      ? [
          gap(
            'duration',
            'a user cannot repeat its flow for a time without a processor file, and runs it once: name a file with --out',
          ),
        ]
      : []),
    ...(isRenewed
      ? [
          gap(
            'renewal',
            'the session is not renewed without a processor file, so that the load has to end before the access token does: name a file with --out',
          ),
        ]
      : []),
    noWarmUp,
  ];
}
