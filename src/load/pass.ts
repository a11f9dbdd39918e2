import type { SuiteResult } from '../model/suite.ts';
import type { Target } from '../model/target.ts';
import type { Ground, Suite, VirtualUser } from '../suites/contract.ts';
import { suites } from '../suites/index.ts';
import { type Recorder, startRecorder } from './recorder.ts';
import { nowUs, openSender, type Sender } from './sender.ts';
import { startWatch } from './witness.ts';

/** One pass: a suite, its users, and how many answers to measure. */
export interface Pass {
  readonly suite: Suite;
  readonly target: Target;
  readonly ground: Ground;
  readonly arm: SuiteResult['arm'];
  readonly users: readonly VirtualUser[];
  readonly connection: SuiteResult['connection'];
  readonly requests: number;
  readonly maxTimeMs: number;
  readonly signal: AbortSignal;
  readonly onTaken: (taken: number) => void;
}

/** What the pass measured, and the users as it left them, so that the next pass goes on with live tokens. */
export interface PassOutcome {
  readonly result: SuiteResult;
  readonly users: readonly VirtualUser[];
}

/** Each user's first answers pay for connects, caches and compilation; they are sent and not counted. */
const WARMUP_PER_USER = 3;
const TIMEOUT_MS = 10_000;
/** So many transport failures in a row are a server that is gone, not a server that errs. */
const GONE_AFTER = 10;

interface Field {
  readonly pass: Pass;
  readonly recorder: Recorder;
  readonly endUs: number;
  failuresInARow: number;
  lastFailure: string;
  started: number;
}

/** Runs a pass in the closed model: every user sends its next request when it has read the last answer. */
export async function runPass(pass: Pass): Promise<PassOutcome> {
  const senders = pass.users.map(() => openSender(pass.target, { connection: pass.connection, timeoutMs: TIMEOUT_MS }));
  // An abort closes the sockets, so that nobody waits for an answer that is not wanted any more.
  const abort = (): void => void Promise.all(senders.map((sender) => sender.close()));
  pass.signal.addEventListener('abort', abort, { once: true });
  try {
    const warm = await warmUp(pass, senders);
    return await measure({ ...pass, users: warm }, senders);
  } finally {
    pass.signal.removeEventListener('abort', abort);
    await Promise.all(senders.map((sender) => sender.close()));
  }
}

async function warmUp(pass: Pass, senders: readonly Sender[]): Promise<readonly VirtualUser[]> {
  const unmeasured = newField(pass, pass.users.length * WARMUP_PER_USER);
  return await Promise.all(
    senders.map((sender, index) => live(unmeasured, sender, userAt(pass, index), WARMUP_PER_USER)),
  );
}

async function measure(pass: Pass, senders: readonly Sender[]): Promise<PassOutcome> {
  const field = newField(pass, pass.requests);
  const watch = startWatch();
  const startUs = nowUs();
  const users = await Promise.all(senders.map((sender, index) => live(field, sender, userAt(pass, index), Infinity)));
  const tookMs = (nowUs() - startUs) / 1_000;
  const counts = field.recorder.counts();
  const result: SuiteResult = {
    suite: pass.suite.name,
    arm: pass.arm,
    model: 'closed',
    connection: pass.connection,
    connections: senders.length,
    rate: null,
    warmup: senders.length * WARMUP_PER_USER,
    ...counts,
    perSecond: tookMs === 0 ? 0 : (counts.n / tookMs) * 1_000,
    tookMs,
    witness: watch.testify(counts.serviceMs?.p50 ?? 0),
    stoppedEarly: stoppedEarly(field),
  };
  return { result, users };
}

const newField = (pass: Pass, requests: number): Field => ({
  pass: { ...pass, requests },
  recorder: startRecorder(),
  endUs: nowUs() + pass.maxTimeMs * 1_000,
  failuresInARow: 0,
  lastFailure: '',
  started: 0,
});

const userAt = (pass: Pass, index: number): VirtualUser => {
  const user = pass.users[index];
  if (user === undefined) throw new RangeError(`There is no virtual user ${index}.`);
  return user;
};

const gone = (field: Field): boolean => field.failuresInARow >= GONE_AFTER;

function stoppedEarly(field: Field): string | null {
  const { recorder, pass } = field;
  const done = `${recorder.taken} of ${pass.requests} done`;
  if (pass.signal.aborted) return `interrupted, ${done}`;
  if (gone(field)) return `the server stopped answering (${field.lastFailure}), ${done}`;
  if (recorder.taken < pass.requests) return `out of time, ${done}`;
  return null;
}

const goesOn = (field: Field): boolean =>
  !field.pass.signal.aborted && !gone(field) && field.started < field.pass.requests && nowUs() < field.endUs;

/** One user's life in the pass: send, read, remember the new tokens, until the pass or its own share is done. */
async function live(field: Field, sender: Sender, first: VirtualUser, share: number): Promise<VirtualUser> {
  let user = first;
  for (let own = 0; own < share && goesOn(field); own += 1) {
    field.started += 1;
    user = await step(field, sender, user);
    field.pass.onTaken(field.recorder.taken);
  }
  return user;
}

async function step(field: Field, sender: Sender, user: VirtualUser): Promise<VirtualUser> {
  const { suite, ground } = field.pass;
  const plannedUs = nowUs();
  const { sentUs, endUs, exchanged } = await sender.send(suite.request(user, ground));
  if (!exchanged.answered) {
    if (exchanged.code === 'aborted') return user;
    field.failuresInARow += 1;
    field.lastFailure = exchanged.code;
    field.recorder.wrong(exchanged.code, null);
    return user;
  }
  field.failuresInARow = 0;
  const read = suite.read(exchanged.response, user, ground);
  if (!read.right) {
    field.recorder.wrong(read.because, exchanged.response.status);
    return (await signInAgain(field, sender, user)) ?? user;
  }
  field.recorder.right({ serviceUs: endUs - (sentUs ?? plannedUs), userUs: endUs - plannedUs }, exchanged.response);
  return { ...user, tokens: read.tokens };
}

/** A broken chain cannot be mended with the token that broke it. The error was counted; this sign-in is not measured. */
async function signInAgain(field: Field, sender: Sender, user: VirtualUser): Promise<VirtualUser | null> {
  if (field.pass.suite.name === 'login') return null;
  const { exchanged } = await sender.send(suites.login.request(user, field.pass.ground));
  if (!exchanged.answered) return null;
  const read = suites.login.read(exchanged.response, user, field.pass.ground);
  return read.right ? { ...user, tokens: read.tokens } : null;
}
