import { performance } from 'node:perf_hooks';
import { type Exchanged, type HttpResponse, isSendersOwn } from '../model/http.ts';
import { suites } from '../suites/index.ts';
import type { Sample } from './contract.ts';
import { become, type Field, leftMs, type Life, waitInField } from './field.ts';
import { retryAfterMs } from './http/retry-after.ts';
import { nowUs, type Sent } from './sent.ts';

/** When a request was wanted. Closed: now, by the user itself. Open: by the plan, and since when a user was free for it. */
export interface Wanted {
  readonly plannedUs: number;
  /** Null in the closed model. */
  readonly possibleUs: number | null;
}

/** One user's turn: send, read, remember the new tokens. Whatever else it does besides is not measured. */
export async function step(field: Field, life: Life, wanted: Wanted): Promise<void> {
  const { suite, ground } = field.pass;
  const begunUs = nowUs();
  const sent = await life.sender.send(suite.request(life.user, ground));
  const { exchanged } = sent;
  if (!exchanged.answered) return unanswered(field, life, { sent, wanted, failure: exchanged });
  field.failuresInARow = 0;
  const { response } = exchanged;
  if (response.status === TOO_MANY_REQUESTS) return obey(field, life, response);
  const read = suite.read(response, life.user, ground);
  if (!read.right) {
    fail(field, sent, wanted, read.because, response.status);
    return signInAgain(field, life);
  }
  field.inFlightUs += nowUs() - begunUs;
  record(field, sent, wanted, response);
  if (read.tokens !== life.user.tokens) become(life, { ...life.user, tokens: read.tokens });
}

interface Unanswered {
  readonly sent: Sent;
  readonly wanted: Wanted;
  readonly failure: Extract<Exchanged, { readonly answered: false }>;
}

/** A request that cannot be sent says nothing about the server: it is counted, and the user signs in for another token. */
async function unanswered(field: Field, life: Life, { sent, wanted, failure }: Unanswered): Promise<void> {
  const { code, message } = failure;
  if (code === 'aborted') return;
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

function timesOf({ sentUs, endUs }: Sent, { plannedUs, possibleUs }: Wanted) {
  const atUs = sentUs ?? plannedUs;
  const lagUs = possibleUs === null ? null : Math.max(0, atUs - possibleUs);
  return { serviceUs: Math.max(0, endUs - atUs), userUs: Math.max(0, endUs - plannedUs), lagUs };
}

function record(field: Field, sent: Sent, wanted: Wanted, response: HttpResponse): void {
  const times = timesOf(sent, wanted);
  if (times.lagUs !== null && times.lagUs > LATE_US) field.lateSends += 1;
  field.recorder.right(times, response);
  field.pass.onSample(sampleOf(times, sent, response.status, null));
}

function fail(field: Field, sent: Sent, wanted: Wanted, wrong: string, status: number | null): void {
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
  { sentUs }: Sent,
  status: number | null,
  wrong: string | null,
): Sample {
  return { serviceUs, userUs, lagUs, atMs: unixMs(sentUs), status, wrong };
}

const unixMs = (atUs: number | null): number => performance.timeOrigin + (atUs ?? nowUs()) / 1_000;

/** A broken chain cannot be mended with the token that broke it. The error was counted; this sign-in is not measured. */
async function signInAgain(field: Field, life: Life): Promise<void> {
  if (field.pass.suite.name === 'login') return;
  if (await turnOf(field, life, 'login')) field.recorder.signedInAgain();
}

/**
 * Renews an access token that is about to end, before the request that would carry it and outside its time. Only the api
 * suite needs it: refresh renews by itself, and login brings a new one.
 */
export async function renewWhenDue(field: Field, life: Life): Promise<void> {
  if (field.pass.suite.name !== 'api' || Date.now() < life.renewAtMs) return;
  if (life.user.tokens.refresh !== null && (await turnOf(field, life, 'refresh'))) return;
  await turnOf(field, life, 'login');
}

/** @returns whether the user holds new tokens now. */
async function turnOf(field: Field, life: Life, name: 'login' | 'refresh'): Promise<boolean> {
  const suite = suites[name];
  const { exchanged } = await life.sender.send(suite.request(life.user, field.pass.ground));
  if (!exchanged.answered) return false;
  const read = suite.read(exchanged.response, life.user, field.pass.ground);
  if (read.right) become(life, { ...life.user, tokens: read.tokens });
  return read.right;
}
