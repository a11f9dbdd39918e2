import { answersInstead } from '../../model/answers-instead.ts';
import type { ArmPair, ArmTwins, Rounds } from '../../model/comparison.ts';
import { stoppedBy, type SuiteId, type SuiteResult } from '../../model/suite.ts';
import { endText } from '../../model/trial-end.ts';
import { type AnswerCosts, blockSizeFor, controlAnswersFor } from './block-size.ts';
import { type Contestant, measureBlock, shiftOf, summaryOf, type TimedBlock } from './contestant.ts';
import type { CompareContext, GatheredRounds, RoundsPlan } from './contract.ts';

export type Contest = Readonly<Record<'a' | 'b' | 'control', Contestant>>;

/** A look at each arm, before the first block: it warms both ends, and says how large a block may be. */
const LOOK_ANSWERS = 20;
const LONGEST_LOOK_MS = 2_000;
/** No block keeps a user waiting longer than this, however slow a server is. */
const LONGEST_BLOCK_MS = 30_000;

/** Why a comparison cannot go on. */
export interface Gone {
  readonly by: 'server' | 'generator';
  readonly because: string;
}

function goneIn(name: keyof Contest, result: SuiteResult): Gone | null {
  const by = stoppedBy(result);
  return by === null ? null : { by, because: `${name.toUpperCase()}, ${endText(result.ended)}` };
}

/** @returns why a server stopped answering, or this machine sending; else null. */
export async function gatherSuite(
  suite: SuiteId,
  contest: Contest,
  plan: RoundsPlan,
  { signal, watch }: CompareContext,
  into: GatheredRounds,
): Promise<Gone | null> {
  const startMs = Date.now();
  let gone: Gone | null = null;
  const measure = async (name: keyof Contest, requests: number, maxTimeMs = LONGEST_BLOCK_MS, first = false) => {
    const measured = await measureBlock(contest[name], {
      suite,
      workload: null,
      requests,
      maxTimeMs,
      warmUp: first ? 'until-steady' : 'three-each',
      signal,
    });
    gone ??= goneIn(name, measured.result);
    return measured;
  };
  const look = async (name: keyof Contest): Promise<SuiteResult> =>
    (await measure(name, LOOK_ANSWERS, LONGEST_LOOK_MS, true)).result;
  const goesOn = (): boolean => !signal.aborted && gone === null;

  watch({ kind: 'stage', text: `${suite}: a first look at each` });
  const looks = { a: await look('a'), b: await look('b'), control: await look('control') };
  const costs: AnswerCosts = { a: costOf(looks.a), b: costOf(looks.b), control: costOf(looks.control) };
  const silence = silenceAtFirstLook(looks);
  if (silence !== '' && goesOn()) {
    into.silences.push({ suite, because: silence });
    into.rounds.push({ suite, same: [], pairs: [], plannedPairs: plan.pairs });
    return null;
  }
  const { requests, pairs: plannedPairs } = blockSizeFor(costs, plan, plan.maxTimeMs - (Date.now() - startMs));
  const block = async (name: keyof Contest): Promise<TimedBlock> =>
    (await measure(name, name === 'control' ? controlAnswersFor(requests) : requests)).block;
  const same: Rounds['same'][number][] = [];
  const pairs: ArmPair[] = [];
  into.rounds.push({ suite, same, pairs, plannedPairs });
  while (same.length < plan.samePairs && goesOn()) {
    watch({ kind: 'pass', text: `${suite}: each against itself`, done: same.length, of: plan.samePairs });
    const twins = await twinsInTurn(block, same.length);
    if (goesOn()) same.push(twins);
  }
  const pairsMs = Date.now();
  while (pairs.length < plannedPairs && goesOn()) {
    watch({ kind: 'pass', text: `${suite}: A and B in turn`, done: pairs.length, of: plannedPairs });
    const pair = await pairInOrder(block, pairs.length % 2 === 0);
    // A pair that was interrupted is no pair.
    if (goesOn()) pairs.push(pair);
    if (isOutOfTime({ nowMs: Date.now(), endMs: startMs + plan.maxTimeMs, pairsMs }, pairs.length)) break;
  }
  return gone;
}

/** Without one right answer a block would wait for its whole time, and so would all blocks after it. Empty where none is silent. */
const silenceAtFirstLook = (looks: Readonly<Record<keyof Contest, SuiteResult>>): string =>
  Object.entries(looks)
    .flatMap(([name, result]) => (result.n === 0 ? [`${name.toUpperCase()}: ${answersInstead(result)}`] : []))
    .join('; ');

/** In turn, so that neither server is the warmer one when the pairs begin. */
async function twinsInTurn(block: (name: keyof Contest) => Promise<TimedBlock>, done: number): Promise<ArmTwins> {
  const arm = done % 2 === 0 ? 'a' : 'b';
  const [first, second] = [await block(arm), await block(arm)];
  return { first: summaryOf(first), second: summaryOf(second), shift: shiftOf(first, second) };
}

/** A control block after each, and AB then BA: a machine that slows down steadily favours neither. */
async function pairInOrder(block: (name: keyof Contest) => Promise<TimedBlock>, aFirst: boolean): Promise<ArmPair> {
  if (aFirst) {
    const [a, besideA] = [await block('a'), await block('control')];
    return pairOf({ a, besideA, b: await block('b'), besideB: await block('control') });
  }
  const [b, besideB] = [await block('b'), await block('control')];
  return pairOf({ a: await block('a'), besideA: await block('control'), b, besideB });
}

const pairOf = ({ a, b, besideA, besideB }: Record<'a' | 'b' | 'besideA' | 'besideB', TimedBlock>): ArmPair => ({
  a: summaryOf(a),
  b: summaryOf(b),
  besideA: summaryOf(besideA),
  besideB: summaryOf(besideB),
  shift: shiftOf(a, b),
  controlShift: shiftOf(besideA, besideB),
});

/** Two more pairs take as long as two did so far; an even number is begun by each arm as often. */
const isOutOfTime = (
  { nowMs, endMs, pairsMs }: { readonly nowMs: number; readonly endMs: number; readonly pairsMs: number },
  done: number,
): boolean => done > 0 && done % 2 === 0 && nowMs + (2 * (nowMs - pairsMs)) / done > endMs;

/** What an answer costs in time, of which its latency is a part; a server that gives none costs its whole look. */
const costOf = ({ n, errors, tookMs }: { readonly n: number; readonly errors: number; readonly tookMs: number }) =>
  tookMs / Math.max(1, n + errors);
