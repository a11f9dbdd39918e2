import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../flows/contract.ts';
import { namesOf, type VirtualUser } from '../flows/workload.ts';
import type { Names } from '../flows/contract.ts';
import { tokenTimes } from '../model/auth.ts';
import type { Trial } from './contract.ts';
import { type Recorder, startRecorder } from './recorder.ts';
import { type StepRecorder, startSteps } from './step-recorder.ts';
import { nowUs, type Sender } from '../http/contract.ts';
import type { Failure } from '../http/transport-failure.ts';

/** What all users of one pass share while it runs. */
export interface TrialState {
  readonly trial: Trial;
  readonly recorder: Recorder;
  /** Null for a flow of one step. */
  readonly steps: StepRecorder | null;
  readonly startUs: number;
  readonly endUs: number;
  failuresInARow: number;
  /** Why the latest exchange brought no answer; null until one did not. */
  lastFailure: Failure | null;
  /** Requests that were not sent because no connection could be opened on this side, and why. */
  unconnected: { n: number; failure: Failure } | null;
  started: number;
  /** Open model: sends that the generator itself made late. */
  lateSends: number;
  /** Open model: when the latest send was planned, when it was made, and how many were given up. */
  latestPlanUs: number;
  latestSendUs: number;
  unsent: number;
  /** Time between handing over a request and having its answer, as the engine saw it: for Little's law. */
  inFlightUs: number;
  /** The statistic is known well enough: nobody needs more samples. */
  sure: boolean;
  /** Users that send no more: the server told them to wait beyond the end of the pass. */
  readonly stoppedUsers: Set<ActiveUser>;
  /** The shortest of these waits, as Retry-After said it; null where there was none. */
  retryBeyondEndMs: number | null;
}

/** One virtual user at its connection, and when its access token should be renewed. */
export interface ActiveUser {
  readonly sender: Sender;
  readonly names: Names;
  session: Session;
  /** Unix ms; Infinity where the token does not say when it ends. */
  renewAtMs: number;
}

/** So many transport failures in a row are a server that is isServerGone, not a server that errs. */
const GONE_AFTER = 10;

export function newTrialState(trial: Trial, requests: number): TrialState {
  const startUs = nowUs();
  return {
    trial: { ...trial, requests },
    recorder: startRecorder(trial.model.kind),
    steps: startSteps(stepIdsOf(trial)),
    startUs,
    endUs: startUs + trial.maxTimeMs * 1_000,
    failuresInARow: 0,
    lastFailure: null,
    unconnected: null,
    started: 0,
    lateSends: 0,
    latestPlanUs: startUs,
    latestSendUs: startUs,
    unsent: 0,
    inFlightUs: 0,
    sure: false,
    stoppedUsers: new Set(),
    retryBeyondEndMs: null,
  };
}

export const stepIdsOf = ({ workload }: Pick<Trial, 'workload'>): readonly string[] =>
  workload.flow.steps.map(({ id }) => id);

export const isServerGone = (state: TrialState): boolean => state.failuresInARow >= GONE_AFTER;

/** Whether another request may begin, as far as it is not a matter of time. */
export const hasMoreToSend = (state: TrialState): boolean =>
  !state.trial.signal.aborted && !state.sure && !isServerGone(state) && state.started < state.trial.requests;

export const mayContinue = (state: TrialState): boolean => hasMoreToSend(state) && nowUs() < state.endUs;

/** A fifth of a token's user before its end, as clients do, and never more than half a minute. */
const RENEWAL_SHARE = 0.2;
const LONGEST_RENEWAL_MS = 30_000;

export function activeUserOf(
  sender: Sender,
  { credentials, session }: VirtualUser,
  { workload }: Pick<Trial, 'workload'>,
): ActiveUser {
  return { sender, names: namesOf(workload.site, credentials), session, renewAtMs: renewAtMs(session) };
}

export function setSession(user: ActiveUser, session: Session): void {
  user.renewAtMs = renewAtMs(session);
  user.session = session;
}

function renewAtMs({ values }: Session): number {
  const times = tokenTimes(String(values['access'] ?? ''));
  if (times === null) return Infinity;
  const lifeMs = (times.expiresAtS - times.issuedAtS) * 1_000;
  return times.expiresAtS * 1_000 - Math.min(LONGEST_RENEWAL_MS, lifeMs * RENEWAL_SHARE);
}

/** ms until the end of the pass. */
export const leftMs = (state: TrialState): number => (state.endUs - nowUs()) / 1_000;

/** Waits, but neither beyond the end of the pass nor after its abort. */
export async function waitWithinTrial(state: TrialState, ms: number): Promise<void> {
  const boundedMs = Math.max(0, Math.min(ms, leftMs(state)));
  await sleep(boundedMs, undefined, { signal: state.trial.signal }).catch(() => {});
}
