import type { ArmBlock, ArmPair, Rounds } from '../../model/comparison.ts';
import type { SuiteName } from '../../model/suite.ts';
import { type AnswerCosts, blockSizeFor } from './block-size.ts';
import { blockOf, type Contestant, measureBlock } from './contestant.ts';
import type { CompareContext, GatheredRounds, RoundsPlan } from './contract.ts';

export type Contest = Readonly<Record<'a' | 'b' | 'control', Contestant>>;

/** A look at each arm, before the first block: it warms both ends, and says how large a block may be. */
const LOOK_ANSWERS = 20;
const LONGEST_LOOK_MS = 2_000;
/** No block keeps a user waiting longer than this, however slow a server is. */
const LONGEST_BLOCK_MS = 30_000;

/** @returns why a server stopped answering, or null. */
export async function gatherSuite(
  suite: SuiteName,
  contest: Contest,
  plan: RoundsPlan,
  { signal, watch }: CompareContext,
  into: GatheredRounds,
): Promise<string | null> {
  const startMs = Date.now();
  let gone: string | null = null;
  const measure = async (name: keyof Contest, requests: number, maxTimeMs = LONGEST_BLOCK_MS, first = false) => {
    const result = await measureBlock(contest[name], {
      suite,
      requests,
      maxTimeMs,
      warmUp: first ? 'until-steady' : 'three-each',
      signal,
    });
    if (result.stoppedEarly?.startsWith('the server') === true) gone ??= `${name} ${result.stoppedEarly}`;
    return result;
  };
  const look = async (name: keyof Contest): Promise<number> =>
    costOf(await measure(name, LOOK_ANSWERS, LONGEST_LOOK_MS, true));

  watch({ kind: 'stage', text: `${suite}: a first look at each` });
  const costs: AnswerCosts = { a: await look('a'), b: await look('b'), control: await look('control') };
  const { requests, pairs: plannedPairs } = blockSizeFor(costs, plan, plan.maxTimeMs - (Date.now() - startMs));
  const block = async (name: keyof Contest): Promise<ArmBlock> => blockOf(await measure(name, requests));
  const goesOn = (): boolean => !signal.aborted && gone === null;

  const same: Rounds['same'][number][] = [];
  const pairs: ArmPair[] = [];
  into.rounds.push({ suite, same, pairs, plannedPairs });
  while (same.length < plan.samePairs && goesOn()) {
    watch({ kind: 'pass', text: `${suite}: A against itself`, done: same.length, of: plan.samePairs });
    const [first, second] = [await block('a'), await block('a')];
    if (goesOn()) same.push([first, second]);
  }
  while (pairs.length < plannedPairs && goesOn()) {
    watch({ kind: 'pass', text: `${suite}: A and B in turn`, done: pairs.length, of: plannedPairs });
    const pair = await pairInOrder(block, pairs.length % 2 === 0);
    // A pair that was interrupted is no pair.
    if (goesOn()) pairs.push(pair);
    if (isOutOfTime(startMs, plan, pairs.length)) break;
  }
  return gone;
}

/** A control block after each, and AB then BA: a machine that slows down steadily favours neither. */
async function pairInOrder(block: (name: keyof Contest) => Promise<ArmBlock>, aFirst: boolean): Promise<ArmPair> {
  if (aFirst) {
    const [a, besideA] = [await block('a'), await block('control')];
    return { a, besideA, b: await block('b'), besideB: await block('control') };
  }
  const [b, besideB] = [await block('b'), await block('control')];
  return { a: await block('a'), besideA: await block('control'), b, besideB };
}

/** A pair more takes as long as the pairs so far took on average; an even number of pairs is begun by each arm as often. */
function isOutOfTime(startMs: number, { maxTimeMs }: RoundsPlan, done: number): boolean {
  const spentMs = Date.now() - startMs;
  return done % 2 === 0 && spentMs * (1 + 1 / Math.max(1, done)) > maxTimeMs;
}

/** What an answer costs in time, of which its latency is a part; a server that gives none costs its whole look. */
const costOf = ({ n, errors, tookMs }: { readonly n: number; readonly errors: number; readonly tookMs: number }) =>
  tookMs / Math.max(1, n + errors);
