import { performance } from 'node:perf_hooks';
import { setImmediate as aTurnOfTheLoop } from 'node:timers/promises';
import type { CompiledFlow } from '../flows/compile.ts';
import { begin, readResponse, requestOf } from '../flows/interpreter.ts';
import { perform } from '../flows/perform.ts';
import { type Exchanged, type HttpRequest, type HttpResponse, isSendersOwn } from '../model/http.ts';
import type { Sample } from './contract.ts';
import { become, type Field, leftMs, type Life, waitInField } from './field.ts';
import { freshValues } from './fresh.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import { nowUs, type Sent } from '../http/contract.ts';

/** When a request was wanted. Closed: now, by the user itself. Open: by the plan, and since when a user was free for it. */
export interface Wanted {
  readonly plannedUs: number;
  /** Null in the closed model. */
  readonly possibleUs: number | null;
}

/** One iteration of the flow by one user: its steps, one after the other. What it does besides is not measured. */
export async function step(field: Field, life: Life, wanted: Wanted): Promise<void> {
  const { flow } = field.pass.workload;
  let iteration = begin(flow, life.session, life.names, freshValues());
  let spent: Spent | null = null;
  let index = 0;
  for (const exchange of flow.steps) {
    const begunUs = nowUs();
    const stated = requestOf(exchange, iteration);
    if (!stated.ok) return unsent(field, index, stated.because, wanted);
    const sent = await life.sender.send(stated.request);
    const { exchanged } = sent;
    if (!exchanged.answered) return unanswered(field, life, { index, sent, wanted, failure: exchanged });
    field.failuresInARow = 0;
    const { response } = exchanged;
    if (response.status === TOO_MANY_REQUESTS) return obey(field, life, response);
    const read = readResponse(exchange, response, stated.request.path, iteration);
    if (!read.right)
      return wronglyAnswered(field, life, { index, sent, wanted, because: read.because, status: response.status });
    field.inFlightUs += nowUs() - begunUs;
    ({ iteration } = read);
    spent = spentWith(spent, sent);
    field.steps?.right(index, Math.max(0, sent.endUs - (sent.sentUs ?? sent.endUs)));
    index += 1;
    if (exchange === flow.steps.at(-1)) record(field, spent, wanted, response);
  }
  if (iteration.session !== life.session) become(life, iteration.session);
}

/** A request that cannot be stated fails without a wait: the turn of the event loop keeps timers and signals alive. */
async function unsent(field: Field, index: number, because: string, wanted: Wanted): Promise<void> {
  field.steps?.wrong(index);
  const atUs = nowUs();
  fail(field, { sentUs: atUs, endUs: atUs }, wanted, because, null);
  await aTurnOfTheLoop();
}

interface Wrong {
  readonly index: number;
  readonly sent: Sent;
  readonly wanted: Wanted;
  readonly because: string;
  readonly status: number;
}

/** A wrong response ends the iteration, and the user goes on with a new session. */
async function wronglyAnswered(
  field: Field,
  life: Life,
  { index, sent, wanted, because, status }: Wrong,
): Promise<void> {
  field.steps?.wrong(index);
  fail(field, sent, wanted, because, status);
  await signInAgain(field, life);
}

interface Unanswered {
  readonly index: number;
  readonly sent: Sent;
  readonly wanted: Wanted;
  readonly failure: Extract<Exchanged, { readonly answered: false }>;
}

/** A request that cannot be sent says nothing about the server: it is counted, and the user signs in for another token. */
async function unanswered(field: Field, life: Life, { index, sent, wanted, failure }: Unanswered): Promise<void> {
  const { code, message } = failure;
  if (code === 'aborted') return;
  field.steps?.wrong(index);
  if (code === 'unsendable') {
    fail(field, sent, wanted, message, null);
    return signInAgain(field, life);
  }
  if (isSendersOwn(code)) field.unconnected = { n: (field.unconnected?.n ?? 0) + 1, failure };
  field.failuresInARow += 1;
  field.lastFailure = failure;
  fail(field, sent, wanted, code === 'unknown' ? message : code, null);
}

const TOO_MANY_REQUESTS = 429;
/** A 429 need not say how long (RFC 6585 §4); a second is what most limits count in. */
const DEFAULT_RETRY_MS = 1_000;

/** A wait that cannot end before the pass does is not begun: this user sends no more. */
async function obey(field: Field, life: Life, { headers }: HttpResponse): Promise<void> {
  field.recorder.throttled();
  const askedMs = retryAfterMs(headers['retry-after'], Date.now());
  const waitMs = askedMs ?? DEFAULT_RETRY_MS;
  if (askedMs !== null && askedMs >= leftMs(field)) {
    field.givenUp.add(life);
    field.toldToWaitMs = Math.min(field.toldToWaitMs ?? Infinity, askedMs);
    return;
  }
  if (waitMs > 0) field.pass.onWait?.({ askedMs, taken: field.recorder.taken });
  await waitInField(field, waitMs);
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

function timesOf({ sentUs, endUs, betweenUs = 0 }: Spent, { plannedUs, possibleUs }: Wanted) {
  const atUs = sentUs ?? plannedUs;
  const lagUs = possibleUs === null ? null : Math.max(0, atUs - possibleUs);
  return { serviceUs: Math.max(0, endUs - atUs - betweenUs), userUs: Math.max(0, endUs - plannedUs), lagUs };
}

function record(field: Field, sent: Spent, wanted: Wanted, response: HttpResponse): void {
  const times = timesOf(sent, wanted);
  if (times.lagUs !== null && times.lagUs > LATE_US) field.lateSends += 1;
  field.recorder.right(times, response);
  field.pass.onSample(sampleOf(times, sent, response.status, null));
}

function fail(field: Field, sent: Spent, wanted: Wanted, wrong: string, status: number | null): void {
  const times = timesOf(sent, wanted);
  field.recorder.wrong(wrong, status, times);
  field.pass.onSample(sampleOf(times, sent, status, wrong));
}

/**
 * Field by field: an object that begins with a spread outlives the collections of the young, for reasons of V8's own, and
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
async function signInAgain(field: Field, life: Life): Promise<void> {
  const { recover } = field.pass.workload;
  if (recover !== null && (await performed(life, recover))) field.recorder.signedInAgain();
}

/**
 * Renews an access token that is about to end, before the request that would carry it and outside its time. A flow that
 * brings a new one by itself has nothing to renew.
 */
export async function renewWhenDue(field: Field, life: Life): Promise<void> {
  if (Date.now() < life.renewAtMs) return;
  for (const flow of field.pass.workload.renew) {
    if (await performed(life, flow)) return;
  }
}

/** @returns whether the user holds a new session now. */
async function performed(life: Life, flow: CompiledFlow): Promise<boolean> {
  const send = async (request: HttpRequest): Promise<Exchanged> => (await life.sender.send(request)).exchanged;
  const done = await perform(flow, life.session, { names: life.names, fresh: freshValues(), send });
  if (done.right) become(life, done.session);
  return done.right;
}
