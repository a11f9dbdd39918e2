import type { Evidence, EvidenceKind } from '../model/evidence.ts';
import { gotNothing, type Outcome } from '../model/outcome.ts';
import type { AnyGatherer, AnyObserver, Member, Prerequisites } from './contract.ts';
import type { GatherContext } from './context.ts';
import type { Gathered } from './gathered.ts';
import { take } from './take.ts';
import { boundedBy } from './time-limit.ts';

/** One run through the list: the evidence so far, and where the results go. */
export interface Round {
  readonly context: GatherContext;
  readonly observers: readonly AnyObserver[];
  readonly into: Gathered;
  /** Values of evidence and prerequisites, by their names. */
  readonly have: Map<string, unknown>;
}

export const satisfy = <K extends keyof Prerequisites>({ have }: Round, need: K, value: Prerequisites[K]): void =>
  void have.set(need, value);

/** Runs each of these members in turn, with its observers, until an abort or the end of gathering. */
export async function gatherEach(round: Round, members: readonly AnyGatherer[]): Promise<void> {
  for (const member of members) {
    if (round.context.signal.aborted || round.into.ended !== null) return;
    if (!isReady(round, member)) continue;
    round.context.watch({ kind: 'stage', text: member.title });
    await observed(round, member.kind, () =>
      keep(round, member, (context) => member.gather(having(round, member), context)),
    );
  }
}

/** Runs the work, which is a member or the load, between the begin and the end of its observers. */
export async function observed(round: Round, what: 'load' | EvidenceKind, work: () => Promise<void>): Promise<void> {
  const observers = round.observers.filter((each) => each.observes === what && isReady(round, each));
  const begun = [];
  for (const each of observers) begun.push({ each, end: await each.begin(having(round, each), round.context) });
  await work();
  for (const { each, end } of begun) await keep(round, each, end);
}

const isReady = ({ have }: Round, { needs }: Member): boolean => needs.every((need) => have.has(need));

/** The compiler cannot map a list of names to the types of their values. A member gets what its `needs` names. */
const having = ({ have }: Round, { needs }: Member): never =>
  Object.fromEntries(needs.map((need) => [need, have.get(need)])) as never;

function add({ into, context }: Round, piece: Evidence): void {
  into.evidence.push(piece);
  context.onEvidence?.(piece);
}

type Work = (context: GatherContext) => Promise<Outcome<never> | Outcome<unknown> | null>;

/**
 * Gathers one piece of evidence and stores it.
 * @throws ToolError `remote-target`: a mistake of the caller, not a refusal of the target. Nothing was sent.
 */
async function keep(round: Round, member: Member, work: Work): Promise<void> {
  const { kind, platforms = [process.platform], sends } = member;
  const isHere = platforms.includes(process.platform);
  if (isHere && sends.length > 0) round.into.sent.push({ kind, requests: sends });
  const taken = await take(kind, async () => {
    if (isHere) return (await withinBudget(round.context, member, work)) as never;
    return gotNothing('other-platform', `not available on ${process.platform}`);
  });
  if (taken === null) return;
  if (taken.refusal?.code === 'remote-target') throw taken.refusal;
  add(round, taken.evidence);
  if (taken.outcome.ok) round.have.set(kind, taken.outcome.value);
  else if (member.needs.includes('account') && taken.outcome.code !== OVER_BUDGET) {
    round.into.ended = { why: 'auth-failed', because: taken.outcome.message };
  }
}

const OVER_BUDGET = 'over-budget';
/** The --timeout that the budgets are made for. */
const USUAL_TIMEOUT_MS = 5_000;

/** A stopped member yields no evidence but the stop, because partial evidence may contradict the whole. */
async function withinBudget(
  context: GatherContext,
  { title, budgetMs }: Member,
  work: Work,
): Promise<Outcome<unknown> | null> {
  const wholeMs = budgetMs * Math.max(1, context.timeoutMs / USUAL_TIMEOUT_MS);
  const bounded = boundedBy(context.signal, wholeMs);
  const working = work({ ...context, signal: bounded.signal });
  const stopped = new Promise<null>((resolve) => {
    bounded.signal.addEventListener('abort', () => !context.signal.aborted && resolve(null), { once: true });
  });
  try {
    const result = await Promise.race([working, stopped]);
    if (!bounded.signal.aborted || context.signal.aborted) return result;
  } finally {
    bounded.release();
    // An error of work that did not stop in time is ignored.
    working.catch(() => {});
  }
  return gotNothing(OVER_BUDGET, `${title} was stopped after ${wholeMs} ms`);
}
