import type { SuiteId } from '../../model/suite.ts';
import { namesFor } from '../network/addresses.ts';
import type { GatherContext, SignInContext } from '../context.ts';
import { stayOnThisMachine } from '../reach.ts';
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

/**
 * Probes all series until the abort, each on its own schedule.
 * @throws ToolError `remote-target` (2) before anything is sent, `auth-failed` (15) if the first sign-in fails.
 */
export async function gatherWatch(plan: WatchPlan, context: GatherContext, onProbe: OnProbe): Promise<void> {
  await stayOnThisMachine(context.target, plan.allowRemote);
  const reaching = { ...context, allowRemote: plan.allowRemote };
  const { perSecond, signIn } = plan;
  const names = namesFor(context.target);
  const suiteContext = signIn === null ? null : await foundSuiteContext({ ...context, ...signIn });
  await Promise.all([
    ...names.map((name, index) => watchName(name, { perSecond, offset: index / names.length }, reaching, onProbe)),
    ...(signIn === null || suiteContext === null
      ? []
      : plan.suites.map((suite) => watchSuite(suite, { perSecond, suiteContext }, { ...context, ...signIn }, onProbe))),
  ]);
}
