import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from '../flows/contract.ts';
import { renewAtMs } from '../flows/lifetime.ts';
import { namesOf, type VirtualUser } from '../flows/workload.ts';
import type { Names } from '../flows/contract.ts';
import type { Trial } from './contract.ts';
import { type Recorder, startRecorder } from './recorder.ts';
import { type StepRecorder, startSteps } from './step-recorder.ts';
import { nowUs, type Sender } from '../http/contract.ts';
import type { Failure } from '../http/transport-failure.ts';

/** The state that all users of a running trial share. */
export interface TrialState {
  readonly trial: Trial;
  readonly recorder: Recorder;
  /** Null for a flow of one step. */
  readonly steps: StepRecorder | null;
  readonly startUs: number;
  readonly endUs: number;
  failuresInARow: number;
  /** The failure of the latest exchange that got no response; null where every exchange got one. */
  lastFailure: Failure | null;
  /** Requests that were not sent because this machine could not open a connection, and why. */
  unconnected: { n: number; failure: Failure } | null;
  started: number;
  /** Open model: sends that the generator itself made late. */
  lateSends: number;
  /** Open model: when the latest send was planned, when it was made, and how many were never made. */
  latestPlanUs: number;
  latestSendUs: number;
  unsent: number;
  /** The sum of the times between the send of a request and its parsed response, as the engine saw them: for Little's law. */
  inFlightUs: number;
  /** The statistic is precise enough: the trial needs no more samples. */
  sure: boolean;
  /** Users that send no more: Retry-After asked them to wait beyond the end of the trial. */
  readonly stoppedUsers: Set<ActiveUser>;
  /** The shortest of these waits; null where there was none. */
  retryBeyondEndMs: number | null;
}

/** One virtual user with its connection, and when its access token should be renewed. */
export interface ActiveUser {
  readonly sender: Sender;
  readonly names: Names;
  session: Session;
  /** Unix ms; Infinity where no expiry of the token is known. */
  renewAtMs: number;
}

/** After this many transport failures in a row the server counts as gone. */
const GONE_AFTER = 10;

export function newTrialState(trial: Trial, requests: number): TrialState {
  const startUs = nowUs();
  return {
    trial: { ...trial, requests },
    recorder: startRecorder(trial.model.kind, trial.share !== undefined),
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

/** Whether another request may begin, apart from the time limit. */
export const hasMoreToSend = (state: TrialState): boolean =>
  !state.trial.signal.aborted && !state.sure && !isServerGone(state) && state.started < state.trial.requests;

export const mayContinue = (state: TrialState): boolean => hasMoreToSend(state) && nowUs() < state.endUs;

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

/** ms until the end of the trial. */
export const leftMs = (state: TrialState): number => (state.endUs - nowUs()) / 1_000;

/** Waits, at most until the end of the trial or its abort. */
export async function waitWithinTrial(state: TrialState, ms: number): Promise<void> {
  const boundedMs = Math.max(0, Math.min(ms, leftMs(state)));
  await sleep(boundedMs, undefined, { signal: state.trial.signal }).catch(() => {});
}
