import type { EvidenceKind } from '../model/evidence.ts';
import { gotNothing, type Outcome } from '../model/outcome.ts';
import type { AnyGatherer, AnyObserver, Member, Prerequisites } from './contract.ts';
import type { GatherContext } from './context.ts';
import type { Gathered } from './gathered.ts';
import { take } from './take.ts';
import { boundedBy } from './time-limit.ts';

/** One run through the list: what there is already, and where the results go. */
export interface Round {
  readonly context: GatherContext;
  readonly observers: readonly AnyObserver[];
  readonly into: Gathered;
  /** Values of evidence and prerequisites, by their names. */
  readonly have: Map<string, unknown>;
}

export const satisfy = <K extends keyof Prerequisites>({ have }: Round, need: K, value: Prerequisites[K]): void =>
  void have.set(need, value);

/** Gathers each of these in turn, each with its observers, until an abort or the end of gathering. */
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

/** Does that piece of work, which is a member or the load, under the eyes of those that observe it. */
export async function observed(round: Round, what: 'load' | EvidenceKind, work: () => Promise<void>): Promise<void> {
  const watching = round.observers.filter((each) => each.observes === what && isReady(round, each));
  const begun = [];
  for (const each of watching) begun.push({ each, end: await each.begin(having(round, each), round.context) });
  await work();
  for (const { each, end } of begun) await keep(round, each, end);
}

const isReady = ({ have }: Round, { needs }: Member): boolean => needs.every((need) => have.has(need));

/** The compiler cannot follow a list of names into the values of these names; a member reads what its `needs` names. */
const having = ({ have }: Round, { needs }: Member): never =>
  Object.fromEntries(needs.map((need) => [need, have.get(need)])) as never;

type Work = (context: GatherContext) => Promise<Outcome<never> | Outcome<unknown> | null>;

/**
 * Takes one piece and puts it down.
 * @throws ToolError `remote-target`: not a refusal of the target but a mistake of the caller. Nothing was sent.
 */
async function keep(round: Round, member: Member, work: Work): Promise<void> {
  const { kind, platforms = [process.platform] } = member;
  const taken = await take(kind, async () => {
    if (platforms.includes(process.platform)) return (await withinBudget(round.context, member, work)) as never;
    return gotNothing('other-platform', `nothing to learn from it on ${process.platform}`);
  });
  if (taken === null) return;
  if (taken.refusal?.code === 'remote-target') throw taken.refusal;
  round.into.evidence.push(taken.evidence);
  if (taken.outcome.ok) round.have.set(kind, taken.outcome.value);
  else if (member.needs.includes('account') && taken.outcome.code !== OVER_BUDGET) {
    round.into.ended = { why: 'auth-failed', because: taken.outcome.message };
  }
}

const OVER_BUDGET = 'over-budget';
/** What budgets are made for; who waits longer for one answer waits longer for many. */
const USUAL_TIMEOUT_MS = 5_000;

/** What was stopped brings no evidence but that: half of it may say something that the whole would not. */
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
    // An error of work that was left alone has no reader any more.
    working.catch(() => {});
  }
  return gotNothing(OVER_BUDGET, `${title} was stopped after ${wholeMs} ms`);
}
