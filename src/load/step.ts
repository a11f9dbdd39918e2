import { performance } from 'node:perf_hooks';
import { setImmediate as aTurnOfTheLoop } from 'node:timers/promises';
import type { CompiledFlow } from '../flows/compile.ts';
import { begin, readResponse, requestOf } from '../flows/interpreter.ts';
import { perform } from '../flows/perform.ts';
import { type Exchanged, type HttpRequest, type HttpResponse, isSendersOwn } from '../model/http.ts';
import type { Sample } from './contract.ts';
import { setSession, type TrialState, leftMs, type ActiveUser, waitWithinTrial } from './trial-state.ts';
import { freshValues } from './fresh.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import { nowUs, type Sent } from '../http/contract.ts';

/** When a request was schedule. Closed: now, by the user itself. Open: by the plan, and since when a user was free for it. */
export interface Schedule {
  readonly plannedUs: number;
  /** Null in the closed model. */
  readonly possibleUs: number | null;
}

/** One iteration of the flow by one user: its steps, one after the other. What it does besides is not measured. */
export async function step(state: TrialState, user: ActiveUser, schedule: Schedule): Promise<void> {
  const { flow } = state.trial.workload;
  let iteration = begin(flow, user.session, user.names, freshValues());
  let spent: Spent | null = null;
  let index = 0;
  for (const exchange of flow.steps) {
    const begunUs = nowUs();
    const stated = requestOf(exchange, iteration);
    if (!stated.ok) return unsent(state, index, stated.because, schedule);
    const sent = await user.sender.send(stated.request);
    const { exchanged } = sent;
    if (!exchanged.answered) return unanswered(state, user, { index, sent, schedule, failure: exchanged });
    state.failuresInARow = 0;
    const { response } = exchanged;
    if (response.status === TOO_MANY_REQUESTS) return waitOutThrottle(state, user, response);
    const read = readResponse(exchange, response, stated.request.path, iteration);
    if (!read.right)
      return wronglyAnswered(state, user, { index, sent, schedule, because: read.because, status: response.status });
    state.inFlightUs += nowUs() - begunUs;
    ({ iteration } = read);
    spent = spentWith(spent, sent);
    state.steps?.right(index, Math.max(0, sent.endUs - (sent.sentUs ?? sent.endUs)));
    index += 1;
    if (exchange === flow.steps.at(-1)) record(state, spent, schedule, response);
  }
  if (iteration.session !== user.session) setSession(user, iteration.session);
}

/** A request that cannot be stated fails without a wait: the turn of the event loop keeps timers and signals alive. */
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

/** A wrong response ends the iteration, and the user goes on with a new session. */
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

/** A request that cannot be sent says nothing about the server: it is counted, and the user signs in for another token. */
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
  if (isSendersOwn(code)) state.unconnected = { n: (state.unconnected?.n ?? 0) + 1, failure };
  state.failuresInARow += 1;
  state.lastFailure = failure;
  fail(state, sent, schedule, code === 'unknown' ? message : code, null);
}

const TOO_MANY_REQUESTS = 429;
/** A 429 need not say how long (RFC 6585 §4); a second is what most limits count in. */
const DEFAULT_RETRY_MS = 1_000;

/** A wait that cannot end before the pass does is not begun: this user sends no more. */
async function waitOutThrottle(state: TrialState, user: ActiveUser, { headers }: HttpResponse): Promise<void> {
  state.recorder.throttled();
  const askedMs = retryAfterMs(headers['retry-after'], Date.now());
  const waitMs = askedMs ?? DEFAULT_RETRY_MS;
  if (askedMs !== null && askedMs >= leftMs(state)) {
    state.stoppedUsers.add(user);
    state.retryBeyondEndMs = Math.min(state.retryBeyondEndMs ?? Infinity, askedMs);
    return;
  }
  if (waitMs > 0) state.trial.onWait?.({ askedMs, taken: state.recorder.taken });
  await waitWithinTrial(state, waitMs);
}

/** A send that the generator made this much later than it could have was not sent on time: the finest timer of Node. */
const LATE_US = 1_000;

/** When an iteration was sent and answered, and how much of it was between two steps. */
interface Spent extends Pick<Sent, 'sentUs' | 'endUs'> {
  readonly betweenUs?: number;
}

/** What lies between two steps is the generator's and no part of the flow's service time. */
function spentWith(before: Spent | null, { sentUs, endUs }: Sent): Spent {
  if (before === null) return { sentUs, endUs };
  const betweenUs = (before.betweenUs ?? 0) + Math.max(0, (sentUs ?? before.endUs) - before.endUs);
  return { sentUs: before.sentUs, endUs, betweenUs };
}

function timesOf({ sentUs, endUs, betweenUs = 0 }: Spent, { plannedUs, possibleUs }: Schedule) {
  const atUs = sentUs ?? plannedUs;
  const lagUs = possibleUs === null ? null : Math.max(0, atUs - possibleUs);
  return { serviceUs: Math.max(0, endUs - atUs - betweenUs), userUs: Math.max(0, endUs - plannedUs), lagUs };
}

function record(state: TrialState, sent: Spent, schedule: Schedule, response: HttpResponse): void {
  const times = timesOf(sent, schedule);
  if (times.lagUs !== null && times.lagUs > LATE_US) state.lateSends += 1;
  state.recorder.right(times, response);
  state.trial.onSample(sampleOf(times, sent, response.status, null));
}

function fail(state: TrialState, sent: Spent, schedule: Schedule, wrong: string, status: number | null): void {
  const times = timesOf(sent, schedule);
  state.recorder.wrong(wrong, status, times);
  state.trial.onSample(sampleOf(times, sent, status, wrong));
}

/**
 * TrialState by state: an object that begins with a spread outlives the collections of the young, for reasons of V8's own, and
 * one for each answer made these pauses three times as long.
 */
function sampleOf(
  { serviceUs, userUs, lagUs }: ReturnType<typeof timesOf>,
  { sentUs }: Spent,
  status: number | null,
  wrong: string | null,
): Sample {
  return { serviceUs, userUs, lagUs, atMs: unixMs(sentUs), status, wrong };
}

const unixMs = (atUs: number | null): number => performance.timeOrigin + (atUs ?? nowUs()) / 1_000;

/** A broken chain cannot be mended with the token that broke it. The error was counted; this sign-in is not measured. */
async function signInAgain(state: TrialState, user: ActiveUser): Promise<void> {
  const { recover } = state.trial.workload;
  if (recover !== null && (await performed(user, recover))) state.recorder.signedInAgain();
}

/**
 * Renews an access token that is about to end, before the request that would carry it and outside its time. A flow that
 * brings a new one by itself has nothing to renew.
 */
export async function renewWhenDue(state: TrialState, user: ActiveUser): Promise<void> {
  if (Date.now() < user.renewAtMs) return;
  for (const flow of state.trial.workload.renew) {
    if (await performed(user, flow)) return;
  }
}

/** @returns whether the user holds a new session now. */
async function performed(user: ActiveUser, flow: CompiledFlow): Promise<boolean> {
  const send = async (request: HttpRequest): Promise<Exchanged> => (await user.sender.send(request)).exchanged;
  const done = await perform(flow, user.session, { names: user.names, fresh: freshValues(), send });
  if (done.right) setSession(user, done.session);
  return done.right;
}
