import { type TrialState, mayContinue, type ActiveUser } from './trial-state.ts';
import { nowUs } from '../http/contract.ts';
import { renewWhenDue, step } from './step.ts';

/** The closed model: every user sends its next request when it has read the last answer. */
export async function runClosed(state: TrialState, activeUsers: readonly ActiveUser[]): Promise<void> {
  await Promise.all(activeUsers.map((user) => live(state, user)));
}

async function live(state: TrialState, user: ActiveUser): Promise<void> {
  while (mayContinue(state) && !state.stoppedUsers.has(user)) {
    state.started += 1;
    if (Date.now() >= user.renewAtMs) await renewWhenDue(state, user);
    await step(state, user, { plannedUs: nowUs(), possibleUs: null });
    state.trial.onProgress(state.recorder.taken);
  }
}
