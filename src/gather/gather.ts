import { ToolError } from '../model/error.ts';
import type { Depth } from '../model/depth.ts';
import type { EvidenceKind } from '../model/evidence.ts';
import { stopReasonOf } from '../model/stop.ts';
import { stoppedBy, type SuiteId } from '../model/suite.ts';
import { endText } from '../model/trial-end.ts';
import type { LoadPlan } from '../load/plan/contract.ts';
import type { ArmSubject } from './compare/index.ts';
import { firstSession } from './auth/first-session.ts';
import type { GatherContext } from './context.ts';
import type { Account, Member, Permission } from './contract.ts';
import { endOfSignal } from './ended.ts';
import { type Gathered, nothingGathered } from './gathered.ts';
import { valueOf } from './gathered-values.ts';
import { gatherers } from './index.ts';
import { type LoadSource, plainSource, signedInSource } from './load-source.ts';
import { ownRequestOf } from './own-request.ts';
import { noAnswerBecause } from './network/no-answer.ts';
import { gatherTrials } from './trials.ts';
import { stayOnThisMachine } from './reach.ts';
import { gatherReferenceTrials } from './reference-trials.ts';
import { notAsked } from './not-asked.ts';
import { gatherEach, observed, type Round, satisfy } from './round.ts';
import { type Selection, selectionOf } from './selection.ts';
import type { VisitWatch } from './server/waits/contract.ts';
import { visitWatch } from './server/waits/visit-watch.ts';
import { trackProgress, limitReached, untilStopped } from './time-limit.ts';
import { waitForAnswer } from './wait.ts';

/** What to gather: the kinds of evidence that are read, and the load, if there is any. */
export interface GatherPlan {
  readonly kinds: ReadonlySet<EvidenceKind>;
  readonly depth: Depth;
  readonly load: LoadPlan | null;
  /** Null if nothing in the plan signs in. */
  readonly signIn: Account | null;
  readonly allowRemote: string | null;
  /** Whether failed logins are sent, which can lock the account. */
  readonly allowLockout?: boolean;
  /** The reference server, if its times are measured too. */
  readonly reference: ArmSubject | null;
  /** How long to wait for a first response; null: do not wait. */
  readonly waitMs: number | null;
}

/**
 * The only stage that touches a target.
 * @throws ToolError `remote-target` (2) before anything is sent to another machine.
 */
export async function gather(
  plan: GatherPlan,
  context: GatherContext,
  into: Gathered,
  members: readonly Member[] = gatherers,
): Promise<void> {
  const progress = trackProgress(context.watch, context.signal);
  const found = nothingGathered();
  try {
    await untilStopped(gatherAll(plan, { ...context, watch: progress.watch }, found, members), context.signal);
  } finally {
    // Work that did not stop may still write into `found`, so the run uses a copy.
    into.evidence.push(...found.evidence);
    into.suites.push(...found.suites);
    into.secondOpinions.push(...found.secondOpinions);
    into.missing.push(...found.missing);
    into.sent.push(...found.sent);
    into.ended = found.ended;
  }
  if (!context.signal.aborted) return;
  const why = stopReasonOf(context.signal);
  // The abort replaces any other end: a failure at the moment of an abort says nothing about the server.
  into.ended = endOfSignal(context.signal);
  if (why === 'time-limit') {
    into.limitReached = limitReached(context.timeLimitMs ?? 0, progress.latest(), found.cut);
  }
}

async function gatherAll(
  plan: GatherPlan,
  context: GatherContext,
  into: Gathered,
  members: readonly Member[],
): Promise<void> {
  const { signIn, allowRemote, load } = plan;
  const reaching = { ...context, allowRemote, first: firstSession() };
  const sendsMore = signIn !== null || load !== null;
  if (sendsMore) await stayOnThisMachine(context.target, allowRemote);
  const noAnswer = plan.waitMs === null ? null : await waitForAnswer(reaching, plan.waitMs);
  const { depth } = plan;
  const selection = selectionOf(members, {
    kinds: kindsOf(plan),
    account: signIn !== null,
    depth,
    permissions: permissionsOf(plan, context),
  });
  into.evidence.push(...selection.leftOut.map((member) => notAsked(member)));
  const round: Round = {
    context: { ...reaching, inside: watchFor(selection) },
    observers: selection.observers,
    into,
    have: new Map(),
  };
  satisfyOwnRequest(round, load);
  await gatherUnsigned(round, selection);
  if (context.signal.aborted) return;
  // If the server never answered within --wait, the evidence so far is kept and nothing more is measured.
  if (noAnswer !== null) into.ended = { why: 'unreachable', because: noAnswer };
  if (into.ended !== null || !sendsMore) return;
  // Check again: the name may resolve to another machine by now.
  await stayOnThisMachine(context.target, allowRemote);
  if (signIn !== null) await gatherSignedIn(plan, signIn, round, selection);
  else if (load !== null) await gatherPlainLoad(plan, load, round);
}

const watchFor = ({ asking }: Selection): VisitWatch | null =>
  asking.some(({ kind }) => kind === 'waits') ? visitWatch() : null;

const permissionsOf = ({ allowLockout }: GatherPlan, { auditLog }: GatherContext): readonly Permission[] => [
  ...(allowLockout === true ? (['--allow-lockout'] as const) : []),
  ...(auditLog === undefined || auditLog === null ? [] : (['--audit-log'] as const)),
];

/** A load repeats a request of the user's own, so that members before it may do so too. */
function satisfyOwnRequest(round: Round, load: LoadPlan | null): void {
  const make = load === null ? null : ownRequestOf(round.context, load);
  if (make !== null) satisfy(round, 'own-request', make);
}

/** A load that signs in needs to know the login. */
const kindsOf = ({ kinds, signIn, load }: GatherPlan): ReadonlySet<EvidenceKind> =>
  signIn === null || load === null ? kinds : new Set<EvidenceKind>([...kinds, 'auth-surface']);

const gatherPlainLoad = (plan: GatherPlan, load: LoadPlan, round: Round): Promise<void> =>
  observed(round, 'load', () => gatherLoad(plan, load, plainSource(round.context, load), round));

async function gatherSignedIn(plan: GatherPlan, account: Account, round: Round, selection: Selection): Promise<void> {
  const { context, into } = round;
  satisfy(round, 'account', account);
  await gatherEach(round, selection.signingIn);
  const surface = valueOf(into, 'auth-surface');
  const { load } = plan;
  if (surface !== undefined && load?.users.kind === 'signed-in' && into.ended === null && !context.signal.aborted) {
    const source = signedInSource({ ...context, ...account }, load, surface);
    await observed(round, 'load', () => gatherLoad(plan, load, source, round));
  }
  await gatherEach(round, selection.after);
}

/** Gathers everything that needs no sign-in. Ends gathering when no address of the target speaks HTTP. */
async function gatherUnsigned(round: Round, { before, asking }: Selection): Promise<void> {
  await gatherEach(round, before);
  const { context, into } = round;
  const addresses = into.evidence.find((piece) => piece.kind === 'addresses')?.outcome;
  if (addresses === undefined || into.ended !== null) return;
  if (!addresses.ok) {
    into.ended = { why: 'generator-failed', because: addresses.message };
    return;
  }
  const silence = noAnswerBecause(context.target, addresses.value, valueOf(into, 'listeners'));
  if (silence !== null) into.ended = { why: 'unreachable', because: silence };
  else satisfy(round, 'answer', true);
  await gatherEach(round, asking);
}

/** The plan without the suites for which the server has no flow. */
function presentIn(load: LoadPlan, source: LoadSource, missing: SuiteId[]): LoadPlan {
  missing.push(...load.suites.filter(({ id }) => source.workloadOf(id) === null).map(({ id }) => id));
  return { ...load, suites: load.suites.filter(({ id }) => !missing.includes(id)) };
}

async function gatherLoad(
  { reference }: GatherPlan,
  load: LoadPlan,
  source: LoadSource,
  { context, into }: Round,
): Promise<void> {
  try {
    const present = presentIn(load, source, into.missing);
    if (present.suites.length === 0) return;
    await gatherTrials(context, present, source, into);
    if (reference !== null) await gatherReferenceTrials(reference, present, context, into.suites);
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    into.ended = { why: 'auth-failed', because: error.message };
  }
  const gone = into.suites.find((result) => stoppedBy(result) !== null);
  if (gone === undefined) return;
  const why = stoppedBy(gone) === 'server' ? 'unreachable' : 'generator-failed';
  into.ended = { why, because: `during ${gone.suite}: ${endText(gone.ended)}` };
}
