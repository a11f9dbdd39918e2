import { attacks } from './auth/index.ts';
import { openSender } from '../http/sender.ts';
import type { Ground } from '../suites/index.ts';
import { ToolError } from '../model/error.ts';
import type { AuthSurface, EvidenceKind } from '../model/evidence.ts';
import { got } from '../model/outcome.ts';
import { stopReasonOf } from '../model/stop.ts';
import { stoppedBy } from '../model/suite.ts';
import { endText } from '../model/trial-end.ts';
import { openAuthClient } from './auth/client.ts';
import { endOfSignal } from './ended.ts';
import { gatherAuthSurface, presetNamed } from './auth-surface.ts';
import type { GatherContext, SignInContext } from './context.ts';
import type { ArmSubject } from './compare/index.ts';
import { gatherReferencePasses } from './reference-passes.ts';
import { type Gathered, nothingGathered } from './gathered.ts';
import { gatherNetwork } from './network.ts';
import type { LoadPlan } from '../load/plan/contract.ts';
import { gatherPasses } from './passes.ts';
import { stayOnThisMachine } from './reach.ts';
import { siteOf } from './site.ts';
import { take } from './take.ts';
import { followed, limitReached, untilStopped } from './time-limit.ts';
import { waitForAnswer } from './wait.ts';

/** What to gather: the kinds that the chosen audits need, and the load, where there is any. */
export interface GatherPlan {
  readonly kinds: ReadonlySet<EvidenceKind>;
  readonly load: LoadPlan | null;
  /** Null where nothing is asked for that signs in. */
  readonly signIn: Omit<SignInContext, keyof GatherContext> | null;
  readonly allowRemote: string | null;
  /** The reference server, where its times are wanted beside the target's. */
  readonly reference: ArmSubject | null;
  /** How long to wait for a first answer; null where nobody waits. */
  readonly waitMs: number | null;
}

const SURFACE_TIMEOUT_MS = 10_000;

/**
 * The only stage that touches a target.
 * @throws ToolError `remote-target` (2) before anything is sent to another machine.
 */
export async function gather(plan: GatherPlan, context: GatherContext, into: Gathered): Promise<void> {
  const progress = followed(context.watch, context.signal);
  const found = nothingGathered();
  try {
    await untilStopped(gatherAll(plan, { ...context, watch: progress.watch }, found), context.signal);
  } finally {
    // What was left alone may still write into `found`; the run is made of what was there by now.
    into.evidence.push(...found.evidence);
    into.suites.push(...found.suites);
    into.secondOpinions.push(...found.secondOpinions);
    into.ended = found.ended;
  }
  if (!context.signal.aborted) return;
  const why = stopReasonOf(context.signal);
  // What ended in the moment of the abort ended because of it, and says nothing about the server.
  into.ended = endOfSignal(context.signal);
  if (why === 'time-limit') {
    into.limitReached = limitReached(context.timeLimitMs ?? 0, progress.latest(), found.cut);
  }
}

async function gatherAll(plan: GatherPlan, context: GatherContext, into: Gathered): Promise<void> {
  const reaching = { ...context, allowRemote: plan.allowRemote };
  if (plan.signIn !== null) await stayOnThisMachine(context.target, plan.allowRemote);
  const silence = plan.waitMs === null ? null : await waitForAnswer(reaching, plan.waitMs);
  if (!context.signal.aborted) await gatherNetwork(plan.kinds, reaching, into);
  if (context.signal.aborted) return;
  // What was found about a server that did not come is kept; what came too late is not measured.
  if (silence !== null) into.ended = { why: 'unreachable', because: silence };
  if (into.ended !== null || plan.signIn === null) return;
  // Asked again: while a server was waited for, its name may have come to lead elsewhere.
  await stayOnThisMachine(context.target, plan.allowRemote);
  await gatherSignedIn(plan, { ...context, ...plan.signIn }, into);
}

async function gatherSignedIn(plan: GatherPlan, context: SignInContext, into: Gathered): Promise<void> {
  context.watch({ kind: 'stage', text: 'looking for the login' });
  const { target, signal } = context;
  const sender = openSender(target, { connection: 'kept-alive', timeoutMs: SURFACE_TIMEOUT_MS, signal });
  const surface = await take('auth-surface', async () => got(await gatherAuthSurface(context, sender)));
  await sender.close();
  into.evidence.push(surface.evidence);
  if (!surface.outcome.ok) return endWith(into, surface.outcome);
  const { value } = surface.outcome;
  await gatherLoad(plan, context, value, into);
  if (into.ended === null && !context.signal.aborted) await gatherAttacks(plan, context, value, into);
}

async function gatherLoad(
  plan: GatherPlan,
  context: SignInContext,
  surface: AuthSurface,
  into: Gathered,
): Promise<void> {
  if (plan.load === null) return;
  try {
    await gatherPasses(context, plan.load, groundOf(context, surface), into);
    if (plan.reference !== null) await gatherReferencePasses(plan.reference, plan.load, context, into.suites);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    endWith(into, error);
  }
  const gone = into.suites.find((result) => stoppedBy(result) !== null);
  if (gone === undefined) return;
  const why = stoppedBy(gone) === 'server' ? 'unreachable' : 'generator-failed';
  into.ended = { why, because: `during ${gone.suite}: ${endText(gone.ended)}` };
}

const groundOf = ({ target }: GatherContext, { preset, apiPath }: AuthSurface): Ground => ({
  stack: presetNamed(preset),
  apiPath,
  site: siteOf(target),
});

async function gatherAttacks(
  plan: GatherPlan,
  context: SignInContext,
  surface: AuthSurface,
  into: Gathered,
): Promise<void> {
  const client = openAuthClient(context, groundOf(context, surface));
  const stop = (): void => void client.close();
  context.signal.addEventListener('abort', stop, { once: true });
  try {
    for (const attack of attacks.filter(({ kind }) => plan.kinds.has(kind))) {
      if (context.signal.aborted || into.ended !== null) break;
      context.watch({ kind: 'stage', text: attack.title });
      const taken = await take(attack.kind, async () => got(await attack.perform(client)));
      // After an abort no answer came, and that is no answer of the server.
      if (context.signal.aborted) break;
      into.evidence.push(taken.evidence);
      if (!taken.outcome.ok) endWith(into, taken.outcome);
    }
  } catch (error) {
    // An abort in the middle of a pause or a sign-in ends the attack; anything else is ours and must show.
    if (!context.signal.aborted) throw error;
  } finally {
    context.signal.removeEventListener('abort', stop);
    await client.close();
  }
}

function endWith(into: Gathered, { message }: { readonly message: string }): void {
  into.ended = { why: 'auth-failed', because: message };
}
