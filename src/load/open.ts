import { type TrialState, type ActiveUser, hasMoreToSend } from './trial-state.ts';
import { nowUs } from '../http/contract.ts';
import { renewWhenDue, runIteration } from './iteration.ts';

/** A planned send waits for a free user. This long after the end of the trial, the remaining sends are given up. */
const GRACE_MS = 10_000;
/** Timers fire on whole milliseconds and a little late, so the last stretch before a send is spent polling the clock. */
const LAST_STRETCH_MS = 1.5;

interface Idle {
  readonly user: ActiveUser;
  readonly sinceUs: number;
}

/**
 * The open model: a plan says when to send. When all users are busy, a send waits until one is free, in the order of the
 * plan. Its user time counts from its planned time, so a stall is in the latency of every send that it delayed.
 * @param next the plan, in µs from the start.
 */
export function runOpen(state: TrialState, activeUsers: readonly ActiveUser[], next: () => number): Promise<void> {
  const { signal, maxTimeMs } = state.trial;
  const idle: Idle[] = activeUsers.map((user) => ({ user, sinceUs: state.startUs }));
  let plannedUs = state.startUs + next();
  return new Promise((resolve, reject) => {
    const hasMore = (): boolean => hasMoreToSend(state) && plannedUs < state.endUs && inGrace(state, maxTimeMs);

    const pump = (): void => {
      for (let one = idle[0]; one !== undefined && hasMore() && plannedUs <= nowUs(); one = idle[0]) {
        idle.shift();
        state.started += 1;
        state.latestPlanUs = plannedUs;
        state.latestSendUs = nowUs();
        turn(one, plannedUs).then(() => back(one.user), reject);
        plannedUs = state.startUs + next();
      }
      if (idle.length > 0 && hasMore()) alarm.at(plannedUs);
      else if (idle.length + state.stoppedUsers.size === activeUsers.length) end();
    };
    const turn = async ({ user, sinceUs }: Idle, atUs: number): Promise<void> => {
      await runIteration(state, user, { plannedUs: atUs, possibleUs: Math.max(atUs, sinceUs) });
      state.trial.onProgress?.(state.recorder.taken);
      // A user is busy while its token is renewed. Other users make the sends that are due.
      if (Date.now() >= user.renewAtMs) await renewWhenDue(state, user);
    };
    const back = (user: ActiveUser): void => {
      if (!state.stoppedUsers.has(user)) idle.push({ user, sinceUs: nowUs() });
      pump();
    };
    const end = (): void => {
      alarm.off();
      for (; hasMoreToSend(state) && plannedUs < state.endUs; plannedUs = state.startUs + next()) state.unsent += 1;
      signal.removeEventListener('abort', pump);
      resolve();
    };
    const alarm = startAlarm(pump);
    signal.addEventListener('abort', pump, { once: true });
    pump();
  });
}

const inGrace = (state: TrialState, maxTimeMs: number): boolean =>
  nowUs() < state.startUs + (maxTimeMs + GRACE_MS) * 1_000;

/** Calls `wake` once, more exactly than a timer. The last milliseconds poll the clock, and sockets are served meanwhile. */
function startAlarm(wake: () => void): { at(us: number): void; off(): void } {
  let timer: NodeJS.Timeout | null = null;
  let immediate: NodeJS.Immediate | null = null;
  const off = (): void => {
    if (timer !== null) clearTimeout(timer);
    if (immediate !== null) clearImmediate(immediate);
    [timer, immediate] = [null, null];
  };
  const at = (us: number): void => {
    off();
    const leftMs = (us - nowUs()) / 1_000;
    if (leftMs <= 0) immediate = setImmediate(wake);
    else if (leftMs <= LAST_STRETCH_MS) immediate = setImmediate(at, us);
    else timer = setTimeout(at, leftMs - LAST_STRETCH_MS, us);
  };
  return { at, off };
}
