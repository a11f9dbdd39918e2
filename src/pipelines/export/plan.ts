import type {
  ExportAmount,
  ExportLoad,
  ExportRenewal,
  ExportSuite,
  ExportThreshold,
  Unsupported,
} from '../../flows/export/contract.ts';
import type { Flow } from '../../flows/contract.ts';
import { noValues } from '../../flows/workload.ts';
import { suiteContextOf } from '../../gather/auth/suite-context.ts';
import { presetNamed } from '../../gather/auth/preset.ts';
import { siteOf } from '../../gather/site.ts';
import { parseTarget } from '../../gather/target.ts';
import type { SuiteThreshold } from '../../judge/threshold-grammar.ts';
import type { LoadPlan } from '../../load/plan/contract.ts';
import { ToolError } from '../../model/error.ts';
import type { Target } from '../../model/target.ts';
import type { AuthStack } from '../../stacks/auth/contract.ts';
import { readsRoute, type SuiteContext, suites } from '../../suites/index.ts';
import { loadPlanFor } from '../request/load-plan.ts';
import { measuredFor } from '../request/measured.ts';
import { thresholdsOf } from '../request/thresholds.ts';
import type { ExportOptions, PlannedExport } from './contract.ts';

/** An export of certainty or of a search for the capacity is a trial of this length. */
const OTHER_DURATION_S = 30;
const MS_PER_S = 1_000;

/**
 * The suites, the load and the thresholds of the options, for another load tool. Nothing is sent.
 * @throws ToolError `no-stack`, `no-user`, `unknown-suite`, `unknown-preset`, `bad-target`, `bad-load` (exit 2)
 */
export function plannedExport(options: ExportOptions): PlannedExport {
  const target: Target = {
    ...parseTarget(options.url),
    ...(options.authUrl === undefined ? {} : { auth: parseTarget(options.authUrl) }),
  };
  // The account comes from the environment of the exported file.
  const accounts = options.hasAccount ? [{ username: 'account', password: 'account' }] : [];
  const measured = measuredFor(accounts, options);
  const thresholds = thresholdsOf(measured, options);
  const load = loadPlanFor(measured, options, thresholds);
  const known = options.hasAccount ? contextOf(target, options) : null;
  const made = load.suites.map(({ id, title }) => ({ id, title, flow: flowFor(id, load, known?.context ?? null) }));
  const begin = known === null ? [] : [known.context.stack.login];
  const present = made.flatMap(({ flow, ...facts }) => (flow === null ? [] : [{ ...facts, flow }]));
  const limits = thresholds.map(limitOf);
  return {
    plan: {
      suites: present.map(({ id, title, flow }): ExportSuite => ({
        id,
        title,
        begin: flow.needs === 'session' ? begin : [],
        repeat: [flow],
        renewal: renewalOf(flow, known?.context.stack ?? null),
      })),
      origin: siteOf(target).origin,
      ...(target.auth === undefined ? {} : { authOrigin: siteOf(target.auth).origin }),
      ...(known === null ? {} : { bind: known.context.site.bind }),
      load: loadOf(load),
      thresholds: limits.flatMap(({ limit }) =>
        limit === null || !present.some(({ id }) => id === limit.suite) ? [] : [limit],
      ),
    },
    left: [
      ...load.leftOut.map((because): Unsupported => ({ feature: 'own-suite', where: null, because })),
      ...made.filter(({ flow }) => flow === null).map(({ id }) => missing(id)),
      ...limits.flatMap(({ gap }) => (gap === null ? [] : [gap])),
      ...(known?.gaps ?? []),
      ...shapeGaps(load),
    ],
  };
}

const missing = (id: string): Unsupported => ({
  feature: 'own-suite',
  where: id,
  because: readsRoute(id) ? 'no protected route is known: name one with --api' : 'this auth stack has no such flow',
});

interface Known {
  readonly context: SuiteContext;
  readonly gaps: readonly Unsupported[];
}

const noFacts = { apiPath: null, bind: {}, renewable: true } as const;

function contextOf(target: Target, options: ExportOptions): Known {
  const { found, values = noValues } = options;
  const stack = stackOf(options);
  const facts = found ?? noFacts;
  const surface = { ...facts, preset: stack.id, bind: { ...stack.bind, ...facts.bind } };
  const context = suiteContextOf({ target, values, stack }, surface);
  const known = options.apiPath ?? facts.apiPath;
  if (known !== null) return { context: { ...context, apiPath: known }, gaps: [] };
  const [guess] = context.stack.apiPaths;
  if (guess === undefined) return { context, gaps: [] };
  const because = `${guess} is the first route that this auth stack may have: name the protected route with --api`;
  return { context: { ...context, apiPath: guess }, gaps: [{ feature: 'route', where: null, because }] };
}

/** Only detection would know the stack of a server, and an export sends nothing. */
function stackOf({ preset, auth, found }: ExportOptions): AuthStack {
  if (preset !== undefined) return presetNamed(preset);
  if (auth !== undefined) return auth;
  if (found !== null) return presetNamed(found.preset);
  throw new ToolError(
    'no-stack',
    'An export sends nothing, so that the auth stack has to be named: add --preset NAME, or export the run.json of a run that found it.',
  );
}

function flowFor(id: string, { own }: LoadPlan, context: SuiteContext | null): Flow | null {
  const flow = own.find((each) => each.id === id);
  if (flow !== undefined) return flow;
  if (context === null) return null;
  return suites.find((suite) => suite.id === id)?.flowOf(context.stack, context.apiPath) ?? null;
}

function loadOf({ model, amount, connections }: LoadPlan): ExportLoad {
  if (model.kind === 'open') {
    return { kind: 'rate', perSecond: model.perSecond, durationS: secondsOf(amount, model.perSecond) };
  }
  return { kind: 'users', users: connections, amount: amountOf(amount, connections) };
}

function amountOf(amount: LoadPlan['amount'], connections: number): ExportAmount {
  if (amount.by === 'requests') return { by: 'iterations', each: Math.ceil(amount.requests / connections) };
  return { by: 'duration', durationS: amount.by === 'duration' ? Math.ceil(amount.ms / MS_PER_S) : OTHER_DURATION_S };
}

function secondsOf(amount: LoadPlan['amount'], perSecond: number): number {
  if (amount.by === 'requests') return Math.max(1, Math.ceil(amount.requests / perSecond));
  return amount.by === 'duration' ? Math.ceil(amount.ms / MS_PER_S) : OTHER_DURATION_S;
}

function shapeGaps({ model, amount }: LoadPlan): readonly Unsupported[] {
  const gap = (because: string): Unsupported => ({ feature: 'load-shape', where: null, because });
  return [
    ...(model.kind === 'open' && model.arrivals !== 'constant'
      ? [gap(`arrivals are constant, not ${model.arrivals}`)]
      : []),
    ...(model.kind === 'capacity'
      ? [gap(`no search for the highest rate: one closed trial of ${OTHER_DURATION_S} s`)]
      : []),
    ...(amount.by === 'certainty' ? [gap(`no end at certainty: the trial lasts ${OTHER_DURATION_S} s`)] : []),
    gap('one trial of each suite on kept-alive connections: no trial of new connections, no self-check'),
  ];
}

/** As in a load of whyslow: a flow that signs in or refreshes needs no renewal. */
function renewalOf(flow: Flow, stack: AuthStack | null): ExportRenewal {
  if (flow.needs === 'nothing' || flow.captures === 'session' || stack === null) return { by: 'itself' };
  return stack.refresh === null ? { by: 'sign-in' } : { by: 'flow', flow: stack.refresh };
}

/** Upper bounds of times are limits of every tool. */
function limitOf({ text, suite, statistic, operator, limit }: SuiteThreshold): {
  readonly limit: ExportThreshold | null;
  readonly gap: Unsupported | null;
} {
  if (statistic === 'errors' || statistic === 'rate' || !operator.startsWith('<')) {
    return {
      limit: null,
      gap: { feature: 'threshold', where: suite, because: `"${text}" is no upper bound of a time` },
    };
  }
  return { limit: { suite, statistic, belowMs: limit }, gap: null };
}
