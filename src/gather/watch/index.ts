import type { SuiteId } from '../../model/suite.ts';
import { namesFor } from '../network/addresses.ts';
import type { GatherContext, SignInContext } from '../context.ts';
import { stayOnThisMachine } from '../reach.ts';
import { suiteContextOf, watchSuite } from './suites.ts';
import { type TakeProbe, watchName } from './visits.ts';

export interface WatchPlan {
  /** Of each series. */
  readonly perSecond: number;
  readonly suites: readonly SuiteId[];
  /** Null where only the addresses are visited. */
  readonly signIn: Omit<SignInContext, keyof GatherContext> | null;
  readonly allowRemote: string | null;
}

/** What will be watched, by name: the names of the server, and the suites where there is an account. */
export const seriesOf = (
  { suites, signIn }: WatchPlan,
  { target }: Pick<GatherContext, 'target'>,
): readonly string[] => [...namesFor(target), ...(signIn === null ? [] : suites)];

/**
 * Probes everything until the signal, each series by a plan of its own.
 * @throws ToolError `remote-target` (2) before anything is sent, `auth-failed` (15) where the first sign-in fails.
 */
export async function gatherWatch(plan: WatchPlan, context: GatherContext, take: TakeProbe): Promise<void> {
  await stayOnThisMachine(context.target, plan.allowRemote);
  const reaching = { ...context, allowRemote: plan.allowRemote };
  const { perSecond, signIn } = plan;
  const names = namesFor(context.target);
  const suiteContext = signIn === null ? null : await suiteContextOf({ ...context, ...signIn });
  await Promise.all([
    ...names.map((name, index) => watchName(name, { perSecond, offset: index / names.length }, reaching, take)),
    ...(signIn === null || suiteContext === null
      ? []
      : plan.suites.map((suite) => watchSuite(suite, { perSecond, suiteContext }, { ...context, ...signIn }, take))),
  ]);
}
