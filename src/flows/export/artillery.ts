import { stringify } from 'yaml';
import type { Flow } from '../contract.ts';
import { artilleryGaps } from './artillery-gaps.ts';
import { requestOf } from './artillery-step.ts';
import {
  type Fields,
  isRenewed,
  processorText,
  renewingSteps,
  timedSteps,
  WARM_UP_FLOWS,
} from './artillery-processor.ts';
import type { Exported, ExportPlan, ExportSuite, ExportThreshold, Unsupported } from './contract.ts';
import { checkedSuites, commonGaps, flowsOf, variablesOf, withoutRepeats } from './plan.ts';

/**
 * An Artillery test script, as YAML, with a scenario for each suite.
 * @throws ToolError `bad-flow` (2) for an invalid flow.
 */
export function exportArtillery(plan: ExportPlan): Exported {
  const suites = checkedSuites(plan);
  const flows = flowsOf(suites);
  const unsupported: Unsupported[] = [...commonGaps(flows, plan), ...artilleryGaps(plan)];
  const limits = Object.fromEntries(
    (plan.thresholds ?? []).flatMap((each) => limitOf(each, { suites, plan, unsupported })),
  );
  const hasLimits = Object.keys(limits).length > 0;
  const script = {
    config: {
      target: plan.origin,
      ...(plan.processor === undefined ? {} : { processor: `./${plan.processor}` }),
      phases: [phaseOf(plan)],
      plugins: {
        expect: { reportFailuresAsErrors: true },
        'metrics-by-endpoint': { useOnlyRequestNames: true },
        ...(hasLimits ? { ensure: {} } : {}),
      },
      ...(hasLimits
        ? {
            ensure: { maxErrorRate: 0, thresholds: Object.entries(limits).map(([name, limit]) => ({ [name]: limit })) },
          }
        : {}),
    },
    scenarios: suites.map((suite) => scenarioOf(suite, plan, unsupported)),
  };
  return {
    text: stringify(script, { lineWidth: 0 }),
    unsupported: withoutRepeats(unsupported),
    variables: variablesOf(flows, plan),
    processor: plan.processor === undefined ? null : processorText(plan),
  };
}

function phaseOf({ load }: ExportPlan): Fields {
  if (load === undefined) return { duration: 1, arrivalCount: 1 };
  if (load.kind === 'rate') return { duration: load.durationS, arrivalRate: load.perSecond };
  return { duration: 1, arrivalCount: load.users };
}

function scenarioOf(suite: ExportSuite, plan: ExportPlan, unsupported: Unsupported[]): Fields {
  const captured = new Set<string>();
  const stepsOf = (flows: readonly Flow[]): readonly Fields[] =>
    flows.flatMap((flow) =>
      flow.steps.map((step) => requestOf(step, flow, { plan, where: `${flow.id}/${step.id}`, unsupported, captured })),
    );
  const begin = stepsOf(suite.begin);
  const repeat = stepsOf(suite.repeat);
  const timed = plan.processor === undefined ? repeat : timedSteps(suite, repeat);
  return { name: suite.id, flow: [...begin, ...repeated([...renewal(suite, plan, stepsOf), ...timed], plan)] };
}

function renewal(
  suite: ExportSuite,
  plan: ExportPlan,
  stepsOf: (flows: readonly Flow[]) => readonly Fields[],
): readonly Fields[] {
  if (!isRenewed(suite, plan)) return [];
  return renewingSteps(stepsOf(suite.renewal.by === 'flow' ? [suite.renewal.flow] : suite.begin));
}

/** A processor does not record the first iterations of a user, so that the script has as many more. */
function repeated(steps: readonly Fields[], { load, processor }: ExportPlan): readonly Fields[] {
  if (load?.kind !== 'users') return steps;
  if (load.amount.by === 'duration') return processor === undefined ? steps : [{ loop: steps, whileTrue: 'isInTime' }];
  return [{ loop: steps, count: load.amount.each + (processor === undefined ? 0 : WARM_UP_FLOWS) }];
}

const statistics = {
  mean: 'mean',
  min: 'min',
  p50: 'median',
  p75: 'p75',
  p90: 'p90',
  p95: 'p95',
  p99: 'p99',
  'p99.9': 'p999',
  max: 'max',
} as const;

interface Limiting {
  readonly suites: readonly ExportSuite[];
  readonly plan: ExportPlan;
  readonly unsupported: Unsupported[];
}

/** The processor times whole flows. Without it only the requests have times. */
function limitOf(
  { suite: id, statistic, belowMs }: ExportThreshold,
  { suites, plan, unsupported }: Limiting,
): readonly (readonly [string, number])[] {
  const suite = suites.find((each) => each.id === id);
  const steps = suite?.repeat.flatMap((flow) => flow.steps.map((step) => `${flow.id}/${step.id}`)) ?? [];
  if (plan.processor !== undefined) return [[`whyslow.${id}.${statistics[statistic]}`, belowMs]];
  const [only, ...others] = steps;
  if (only !== undefined && others.length === 0) {
    return [[`plugins.metrics-by-endpoint.response_time.${only}.${statistics[statistic]}`, belowMs]];
  }
  unsupported.push({
    feature: 'threshold',
    where: id,
    because: 'the time of a flow of several steps needs a processor file: name a file with --out',
  });
  return [];
}
