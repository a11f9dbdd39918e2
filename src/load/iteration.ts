import { performance } from 'node:perf_hooks';
import { setImmediate as aTurnOfTheLoop } from 'node:timers/promises';
import type { CompiledFlow } from '../flows/compile.ts';
import { begin, checkResponse, buildRequest } from '../flows/interpreter.ts';
import { perform } from '../flows/perform.ts';
import { type Exchanged, type HttpRequest, type HttpResponse, isClientSideFailure } from '../model/http.ts';
import type { Sample } from './contract.ts';
import { setSession, type TrialState, leftMs, type ActiveUser, waitWithinTrial } from './trial-state.ts';
import { freshValues } from './fresh.ts';
import { askedWaitMs } from '../http/retry-after.ts';
import { nowUs, type Sent } from '../http/contract.ts';

/** When a request should be sent. Closed model: now. Open model: at its planned time, and not before a user is free. */
export interface Schedule {
  readonly plannedUs: number;
  /** Null in the closed model. */
  readonly possibleUs: number | null;
}

/** One iteration of the flow by one user, step by step. Sign-ins, renewals and waits are not measured. */
export async function runIteration(state: TrialState, user: ActiveUser, schedule: Schedule): Promise<void> {
  const { flow } = state.trial.workload;
  let iteration = begin(flow, user.session, user.names, freshValues());
  let times: IterationTimes | null = null;
  let index = 0;
  for (const exchange of flow.steps) {
    const begunUs = nowUs();
    const built = buildRequest(exchange, iteration);
    if (!built.ok) return unsent(state, index, built.because, schedule);
    const sent = await user.sender.send(built.request);
    const { exchanged } = sent;
    if (!exchanged.answered) return unanswered(state, user, { index, sent, schedule, failure: exchanged });
    state.failuresInARow = 0;
    const { response } = exchanged;
    if (response.status === TOO_MANY_REQUESTS) return waitOutThrottle(state, user, response);
    const checked = checkResponse(exchange, response, built.request.path, iteration);
    if (!checked.right)
      return wronglyAnswered(state, user, { index, sent, schedule, because: checked.because, status: response.status });
    state.inFlightUs += nowUs() - begunUs;
    ({ iteration } = checked);
    times = addStep(times, sent);
    state.steps?.right(index, Math.max(0, sent.endUs - (sent.sentUs ?? sent.endUs)));
    index += 1;
    if (exchange === flow.steps.at(-1)) record(state, times, schedule, response);
  }
  if (iteration.session !== user.session) setSession(user, iteration.session);
}

/** A request that cannot be built fails at once. The turn of the event loop lets timers and signals run. */
async function unsent(state: TrialState, index: number, because: string, schedule: Schedule): Promise<void> {
  state.steps?.wrong(index);
  const atUs = nowUs();
  fail(state, { sentUs: atUs, endUs: atUs }, schedule, because, null);
  await aTurnOfTheLoop();
}

interface Wrong {
  readonly index: number;
  readonly sent: Sent;
  readonly schedule: Schedule;
  readonly because: string;
  readonly status: number;
}

/** A wrong response ends the iteration. The user signs in again. */
async function wronglyAnswered(
  state: TrialState,
  user: ActiveUser,
  { index, sent, schedule, because, status }: Wrong,
): Promise<void> {
  state.steps?.wrong(index);
  fail(state, sent, schedule, because, status);
  await signInAgain(state, user);
}

interface Unanswered {
  readonly index: number;
  readonly sent: Sent;
  readonly schedule: Schedule;
  readonly failure: Extract<Exchanged, { readonly answered: false }>;
}

/** Counts a request without a response. After a request that HTTP cannot carry, the user signs in for another token. */
async function unanswered(
  state: TrialState,
  user: ActiveUser,
  { index, sent, schedule, failure }: Unanswered,
): Promise<void> {
  const { code, message } = failure;
  if (code === 'aborted') return;
  state.steps?.wrong(index);
  if (code === 'unsendable') {
    fail(state, sent, schedule, message, null);
    return signInAgain(state, user);
  }
  if (isClientSideFailure(code)) state.unconnected = { n: (state.unconnected?.n ?? 0) + 1, failure };
  state.failuresInARow += 1;
  state.lastFailure = failure;
  fail(state, sent, schedule, code === 'unknown' ? message : code, null);
}

const TOO_MANY_REQUESTS = 429;
/** A 429 may come without Retry-After (RFC 6585 §4). Most rate limits count in seconds. */
const DEFAULT_RETRY_MS = 1_000;

/** Waits as Retry-After asks. Where that is longer than the rest of the trial, the user sends no more. */
async function waitOutThrottle(state: TrialState, user: ActiveUser, { headers }: HttpResponse): Promise<void> {
  state.recorder.throttled();
  const askedMs = askedWaitMs(headers, Date.now());
  const waitMs = askedMs ?? DEFAULT_RETRY_MS;
  if (askedMs !== null && askedMs >= leftMs(state)) {
    state.stoppedUsers.add(user);
    state.retryBeyondEndMs = Math.min(state.retryBeyondEndMs ?? Infinity, askedMs);
    return;
  }
  if (waitMs > 0) state.trial.onWait?.({ askedMs, taken: state.recorder.taken });
  await waitWithinTrial(state, waitMs);
}

/** A send counts as late when the generator made it this much later than it could have: the finest timer of Node. */
const LATE_US = 1_000;

/** When an iteration was sent and answered, and how much of that time lay between its steps. */
interface IterationTimes extends Pick<Sent, 'sentUs' | 'endUs'> {
  readonly betweenUs?: number;
}

/** The time between two steps is the generator's and no part of the flow's service time. */
function addStep(before: IterationTimes | null, { sentUs, endUs }: Sent): IterationTimes {
  if (before === null) return { sentUs, endUs };
  const betweenUs = (before.betweenUs ?? 0) + Math.max(0, (sentUs ?? before.endUs) - before.endUs);
  return { sentUs: before.sentUs, endUs, betweenUs };
}

function timesOf({ sentUs, endUs, betweenUs = 0 }: IterationTimes, { plannedUs, possibleUs }: Schedule) {
  const atUs = sentUs ?? plannedUs;
  const lagUs = possibleUs === null ? null : Math.max(0, atUs - possibleUs);
  return { serviceUs: Math.max(0, endUs - atUs - betweenUs), userUs: Math.max(0, endUs - plannedUs), lagUs };
}

function record(state: TrialState, sent: IterationTimes, schedule: Schedule, response: HttpResponse): void {
  const times = timesOf(sent, schedule);
  if (times.lagUs !== null && times.lagUs > LATE_US) state.lateSends += 1;
  state.recorder.right(times, response);
  state.trial.onSample?.(sampleOf(times, sent, response.status, null));
}

function fail(state: TrialState, sent: IterationTimes, schedule: Schedule, wrong: string, status: number | null): void {
  const times = timesOf(sent, schedule);
  state.recorder.wrong(wrong, status, times);
  state.trial.onSample?.(sampleOf(times, sent, status, wrong));
}

/**
 * Built property by property: V8 promotes objects built by spread out of the young generation, which tripled the GC
 * pauses with one such object for each response.
 */
function sampleOf(
  { serviceUs, userUs, lagUs }: ReturnType<typeof timesOf>,
  { sentUs }: IterationTimes,
  status: number | null,
  wrong: string | null,
): Sample {
  return { serviceUs, userUs, lagUs, atMs: unixMs(sentUs), status, wrong };
}

const unixMs = (atUs: number | null): number => performance.timeOrigin + (atUs ?? nowUs()) / 1_000;

/** Signs in for a new chain of tokens, since the old one is broken. The error was counted; the sign-in is not measured. */
async function signInAgain(state: TrialState, user: ActiveUser): Promise<void> {
  const { recover } = state.trial.workload;
  if (recover !== null && (await performed(user, recover))) state.recorder.signedInAgain();
}

/**
 * Renews an access token that is about to expire, before the request that would carry it and outside its latency. A flow
 * that brings a new token itself has no `renew` flows.
 */
export async function renewWhenDue(state: TrialState, user: ActiveUser): Promise<void> {
  if (Date.now() < user.renewAtMs) return;
  for (const flow of state.trial.workload.renew) {
    if (await performed(user, flow)) return;
  }
}

/** @returns whether the user has a new session now. */
async function performed(user: ActiveUser, flow: CompiledFlow): Promise<boolean> {
  const send = async (request: HttpRequest): Promise<Exchanged> => (await user.sender.send(request)).exchanged;
  const done = await perform(flow, user.session, { names: user.names, fresh: freshValues(), send });
  if (done.right) setSession(user, done.session);
  return done.right;
}
