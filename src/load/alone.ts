import { openSender } from '../http/sender.ts';
import type { VirtualUser } from '../flows/workload.ts';
import { runClosed } from './closed.ts';
import type { Sample, Trial } from './contract.ts';
import { activeUserOf, newTrialState } from './trial-state.ts';

const TIMEOUT_MS = 10_000;

/** What one user sent, and the user with its latest tokens. */
export interface AloneOutcome {
  readonly samples: readonly Sample[];
  readonly user: VirtualUser;
}

type AloneTrial = Omit<Trial, 'users' | 'onSample' | 'onProgress' | 'onInterval' | 'model'>;

/** Runs the flow of one user again and again, without a warm-up and without a result. */
export async function runAlone(trial: AloneTrial, user: VirtualUser): Promise<AloneOutcome> {
  const samples: Sample[] = [];
  const whole: Trial = {
    ...trial,
    users: [user],
    model: { kind: 'closed' },
    onSample: (sample) => void samples.push(sample),
  };
  const sender = openSender(trial.target, { connection: trial.connection, timeoutMs: TIMEOUT_MS });
  const abort = (): void => void sender.close();
  trial.signal.addEventListener('abort', abort, { once: true });
  try {
    const active = activeUserOf(sender, user, whole);
    await runClosed(newTrialState(whole, trial.requests), [active]);
    return { samples, user: { ...user, session: active.session } };
  } finally {
    trial.signal.removeEventListener('abort', abort);
    await sender.close();
  }
}
