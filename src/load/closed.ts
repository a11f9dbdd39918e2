import { type TrialState, mayContinue, type ActiveUser } from './trial-state.ts';
import { nowUs } from '../http/contract.ts';
import { renewWhenDue, runIteration } from './iteration.ts';

/** The closed model: every user sends its next request after its last response. */
export async function runClosed(state: TrialState, activeUsers: readonly ActiveUser[]): Promise<void> {
  await Promise.all(activeUsers.map((user) => runUser(state, user)));
}

async function runUser(state: TrialState, user: ActiveUser): Promise<void> {
  while (mayContinue(state) && !state.stoppedUsers.has(user)) {
    state.started += 1;
    if (Date.now() >= user.renewAtMs) await renewWhenDue(state, user);
    await runIteration(state, user, { plannedUs: nowUs(), possibleUs: null });
    state.trial.onProgress?.(state.recorder.taken);
  }
}
