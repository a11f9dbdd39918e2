import { ToolError } from '../../model/error.ts';
import type { SuiteId } from '../../model/suite.ts';
import { type SuiteContext, suiteIds, workloadOf } from '../../suites/index.ts';
import { namesFor } from '../network/addresses.ts';
import type { ServerWaits } from '../../model/waits.ts';
import type { GatherContext, SignInContext } from '../context.ts';
import { stayOnThisMachine } from '../reach.ts';
import { insideLooks } from './inside.ts';
import { foundSuiteContext, watchSuite } from './suites.ts';
import { type OnProbe, watchName } from './visits.ts';

export interface WatchPlan {
  /** Of each series. */
  readonly perSecond: number;
  readonly suites: readonly SuiteId[];
  /** Null if only the addresses are visited. */
  readonly signIn: Omit<SignInContext, keyof GatherContext> | null;
  readonly allowRemote: string | null;
}

/** The names of the series: the names of the server and, with an account, the suites. */
export const seriesOf = (
  { suites, signIn }: WatchPlan,
  { target }: Pick<GatherContext, 'target'>,
): readonly string[] => [...namesFor(target), ...(signIn === null ? [] : suites)];

/** What a watch reports. */
export interface WatchEvents {
  readonly onProbe: OnProbe;
  /** What the server did during slow answers. */
  readonly onInside: (waits: ServerWaits) => void;
}

/**
 * Probes all series until the abort, each on its own schedule.
 * @throws ToolError `remote-target` (2) before anything is sent, `auth-failed` (15) if the first sign-in fails.
 */
export async function gatherWatch(
  plan: WatchPlan,
  context: GatherContext,
  { onProbe: reported, onInside }: WatchEvents,
): Promise<void> {
  await stayOnThisMachine(context.target, plan.allowRemote);
  const reaching = { ...context, allowRemote: plan.allowRemote };
  const { perSecond, signIn } = plan;
  const look = insideLooks(reaching, onInside);
  const onProbe: OnProbe = (probe) => {
    look(probe);
    reported(probe);
  };
  const names = namesFor(context.target);
  const suiteContext = signIn === null ? null : await foundSuiteContext({ ...context, ...signIn });
  if (suiteContext !== null) refuseMissing(plan.suites, suiteContext);
  await Promise.all([
    ...names.map((name, index) => watchName(name, { perSecond, offset: index / names.length }, reaching, onProbe)),
    ...(signIn === null || suiteContext === null
      ? []
      : plan.suites.map((suite) => watchSuite(suite, { perSecond, suiteContext }, { ...context, ...signIn }, onProbe))),
  ]);
}

/** @throws ToolError `unknown-suite` (2) for a suite that the server cannot have. */
function refuseMissing(suites: readonly SuiteId[], suiteContext: SuiteContext): void {
  const missing = suites.find((suite) => workloadOf(suite, suiteContext) === null);
  if (missing === undefined) return;
  const present = suiteIds.filter((suite) => workloadOf(suite, suiteContext) !== null);
  const { id } = suiteContext.stack;
  throw new ToolError(
    'unknown-suite',
    `The auth stack ${id} has no ${missing} flow. Name other suites: --suite ${present.join(',')}.`,
  );
}
