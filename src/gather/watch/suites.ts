import { setTimeout as sleep } from 'node:timers/promises';
import type { Sample } from '../../load/contract.ts';
import { runTrial, TICK_MS } from '../../load/trial.ts';
import { openSender } from '../../http/sender.ts';
import { ToolError } from '../../model/error.ts';
import type { SuiteId } from '../../model/suite.ts';
import type { VirtualUser } from '../../flows/workload.ts';
import { type SuiteContext, workloadFor } from '../../suites/index.ts';
import { gatherAuthSurface, presetNamed } from '../auth/auth-surface.ts';
import type { SignInContext } from '../context.ts';
import { signInAll } from '../auth/sign-in-all.ts';
import { siteOf } from '../site.ts';
import type { TakeProbe } from './visits.ts';

const SURFACE_TIMEOUT_MS = 10_000;
/** A pass keeps histograms of all it saw: it is begun anew before they matter. */
const LONGEST_PASS_MS = 600_000;
/** A server that restarts needs a moment; nobody hammers its login meanwhile. */
const BEFORE_RETRY_MS = 2_000;

/**
 * Signs in once to find the login and the protected route.
 * @throws ToolError `auth-failed` (15), `unknown-preset` (2)
 */
export async function suiteContextOf(context: SignInContext): Promise<SuiteContext> {
  const { target, signal } = context;
  const sender = openSender(target, { connection: 'kept-alive', timeoutMs: SURFACE_TIMEOUT_MS, signal });
  try {
    const surface = await gatherAuthSurface(context, sender);
    return { stack: presetNamed(surface.preset), apiPath: surface.apiPath, site: siteOf(context.target) };
  } finally {
    await sender.close();
  }
}

/** One user of one suite, by a plan, on a kept connection, until the signal; a server that was gone is tried again. */
export async function watchSuite(
  name: SuiteId,
  { perSecond, suiteContext }: { readonly perSecond: number; readonly suiteContext: SuiteContext },
  context: SignInContext,
  take: TakeProbe,
): Promise<void> {
  const workload = workloadFor(suiteContext, name);
  const method = workload.flow.steps[0]?.method ?? 'GET';
  let users: readonly VirtualUser[] = [];
  while (!context.signal.aborted) {
    if (users.length === 0) users = await signedIn(name, suiteContext, context, take);
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
      maxTimeMs: LONGEST_PASS_MS,
      limit: null,
      untilSure: false,
      floor: null,
      tickMs: TICK_MS,
      signal: context.signal,
      onProgress: () => {},
      onInterval: () => {},
      onSample: (sample) => {
        if (!context.signal.aborted) take(probeOf(name, method, sample));
      },
    });
    users = result.ended === null ? after : [];
    if (retryBeyondEndMs !== null) await pause(Math.min(retryBeyondEndMs, LONGEST_PASS_MS), context.signal);
  }
}

/** Nobody, and a probe without an answer, where the server does not let us in; then a pause. */
async function signedIn(
  name: SuiteId,
  { stack }: SuiteContext,
  context: SignInContext,
  take: TakeProbe,
): Promise<readonly VirtualUser[]> {
  try {
    return await signInAll(context, { connections: 1, accounts: [context.credentials] }, stack);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    if (context.signal.aborted) return [];
    const because = 'sign-in failed';
    take({ ...nothing, series: name, method: 'POST', atMs: Date.now(), because });
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
  // A sample is stamped with its send; the plan wanted it earlier by its lag.
  atMs: atMs - (lagUs ?? 0) / 1_000,
  lagMs: (lagUs ?? 0) / 1_000,
  tookMs: userUs / 1_000,
  status,
  because: wrong,
});
