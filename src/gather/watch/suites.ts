import { setTimeout as sleep } from 'node:timers/promises';
import type { Sample } from '../../load/contract.ts';
import { runTrial, TICK_MS } from '../../load/trial.ts';
import { openSender } from '../../http/sender.ts';
import { ToolError } from '../../model/error.ts';
import type { SuiteId } from '../../model/suite.ts';
import type { VirtualUser } from '../../flows/workload.ts';
import { type SuiteContext, workloadFor } from '../../suites/index.ts';
import { gatherAuthSurface } from '../auth/auth-surface.ts';
import { suiteContextOf } from '../auth/suite-context.ts';
import type { SignInContext } from '../context.ts';
import { signInAll } from '../auth/sign-in-all.ts';
import type { OnProbe } from './visits.ts';

const SURFACE_TIMEOUT_MS = 10_000;
/** A trial keeps histograms of all its responses. A new trial begins before they grow too large. */
const LONGEST_TRIAL_MS = 600_000;
/** Pause before the next sign-in, so that a server that restarts is not loaded. */
const BEFORE_RETRY_MS = 2_000;

/**
 * Signs in once to find the auth stack and the protected route.
 * @throws ToolError `auth-failed` (15)
 */
export async function foundSuiteContext(context: SignInContext): Promise<SuiteContext> {
  const { target, signal } = context;
  const sender = openSender(target, { connection: 'kept-alive', timeoutMs: SURFACE_TIMEOUT_MS, signal });
  try {
    const surface = await gatherAuthSurface(context, sender);
    return suiteContextOf(context, surface);
  } finally {
    await sender.close();
  }
}

/** Runs one user of one suite on a schedule until the abort. After an outage of the server, the user signs in again. */
export async function watchSuite(
  name: SuiteId,
  { perSecond, suiteContext }: { readonly perSecond: number; readonly suiteContext: SuiteContext },
  context: SignInContext,
  onProbe: OnProbe,
): Promise<void> {
  const workload = workloadFor(suiteContext, name);
  const method = workload.flow.steps[0]?.method ?? 'GET';
  let users: readonly VirtualUser[] = [];
  while (!context.signal.aborted) {
    if (users.length === 0) users = await signedIn(name, suiteContext, context, onProbe);
    const [user] = users;
    if (user === undefined) continue;
    const {
      result,
      retryBeyondEndMs,
      users: after,
    } = await runTrial({
      suite: name,
      workload,
      target: context.target,
      arm: 'target',
      users,
      connection: 'kept-alive',
      model: { kind: 'open', pace: { kind: 'constant', perSecond }, perSecond },
      warmUp: 'three-each',
      requests: Infinity,
      maxTimeMs: LONGEST_TRIAL_MS,
      limit: null,
      untilSure: false,
      floor: null,
      tickMs: TICK_MS,
      signal: context.signal,
      onSample: (sample) => {
        if (!context.signal.aborted) onProbe(probeOf(name, method, sample));
      },
    });
    users = result.ended === null ? after : [];
    if (retryBeyondEndMs !== null) await pause(Math.min(retryBeyondEndMs, LONGEST_TRIAL_MS), context.signal);
  }
}

/** Signs in one user. If the sign-in fails, a failed probe is recorded and, after a pause, no user is returned. */
async function signedIn(
  name: SuiteId,
  suiteContext: SuiteContext,
  context: SignInContext,
  onProbe: OnProbe,
): Promise<readonly VirtualUser[]> {
  try {
    return await signInAll(context, { connections: 1, accounts: [context.credentials] }, suiteContext);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    if (context.signal.aborted) return [];
    const because = 'sign-in failed';
    onProbe({ ...nothing, series: name, method: 'POST', atMs: Date.now(), because });
    await pause(BEFORE_RETRY_MS, context.signal);
    return [];
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<unknown> => sleep(ms, undefined, { signal }).catch(() => {});

const nothing = { lagMs: 0, tookMs: 0, status: null, lookupMs: null, connect: null } as const;

const probeOf = (series: SuiteId, method: string, { atMs, userUs, lagUs, status, wrong }: Sample) => ({
  ...nothing,
  series,
  method,
  // The time of a sample is its send; it was due earlier by its lag.
  atMs: atMs - (lagUs ?? 0) / 1_000,
  lagMs: (lagUs ?? 0) / 1_000,
  tookMs: userUs / 1_000,
  status,
  because: wrong,
});
