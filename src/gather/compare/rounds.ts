import { answersInstead } from '../../model/answers-instead.ts';
import type { ArmPair, SameArmPair, Rounds } from '../../model/comparison.ts';
import { stoppedBy, type SuiteId, type SuiteResult } from '../../model/suite.ts';
import { endText } from '../../model/trial-end.ts';
import { type ResponseCosts, blockSizeFor, controlRequestsFor } from './block-size.ts';
import { type SignedInArm, measureBlock, shiftOf, summaryOf, type TimedBlock } from './signed-in-arm.ts';
import type { CompareContext, GatheredRounds, RoundsPlan } from './contract.ts';

export type SignedInArms = Readonly<Record<'a' | 'b' | 'control', SignedInArm>>;

/** The first look at each arm warms up both ends and shows how large a block may be. */
const LOOK_REQUESTS = 20;
const LONGEST_LOOK_MS = 2_000;
/** The longest time of one block, also with a slow server. */
const LONGEST_BLOCK_MS = 30_000;

/** Why a comparison cannot continue. */
export interface Gone {
  readonly by: 'server' | 'generator';
  readonly because: string;
}

function goneIn(name: keyof SignedInArms, result: SuiteResult): Gone | null {
  const by = stoppedBy(result);
  return by === null ? null : { by, because: `${name.toUpperCase()}, ${endText(result.ended)}` };
}

/** @returns why a server stopped answering or this machine stopped sending; null if neither did. */
export async function gatherSuite(
  suite: SuiteId,
  arms: SignedInArms,
  plan: RoundsPlan,
  { signal, watch }: CompareContext,
  into: GatheredRounds,
): Promise<Gone | null> {
  const startMs = Date.now();
  let gone: Gone | null = null;
  const measure = async (name: keyof SignedInArms, requests: number, maxTimeMs = LONGEST_BLOCK_MS, first = false) => {
    const measured = await measureBlock(arms[name], {
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
  const look = async (name: keyof SignedInArms): Promise<SuiteResult> =>
    (await measure(name, LOOK_REQUESTS, LONGEST_LOOK_MS, true)).result;
  const mayContinue = (): boolean => !signal.aborted && gone === null;

  watch({ kind: 'stage', text: `${suite}: a first look at each` });
  const looks = { a: await look('a'), b: await look('b'), control: await look('control') };
  const costs: ResponseCosts = { a: costOf(looks.a), b: costOf(looks.b), control: costOf(looks.control) };
  const silence = silenceAtFirstLook(looks);
  if (silence !== '' && mayContinue()) {
    into.silences.push({ suite, because: silence });
    into.rounds.push({ suite, same: [], pairs: [], plannedPairs: plan.pairs });
    return null;
  }
  const { requests, pairs: plannedPairs } = blockSizeFor(costs, plan, plan.maxTimeMs - (Date.now() - startMs));
  const block = async (name: keyof SignedInArms): Promise<TimedBlock> =>
    (await measure(name, name === 'control' ? controlRequestsFor(requests) : requests)).block;
  const same: Rounds['same'][number][] = [];
  const pairs: ArmPair[] = [];
  into.rounds.push({ suite, same, pairs, plannedPairs });
  while (same.length < plan.samePairs && mayContinue()) {
    watch({ kind: 'pass', text: `${suite}: each against itself`, done: same.length, of: plan.samePairs });
    const twins = await twinsInTurn(block, same.length);
    if (mayContinue()) same.push(twins);
  }
  const pairsMs = Date.now();
  while (pairs.length < plannedPairs && mayContinue()) {
    watch({ kind: 'pass', text: `${suite}: A and B in turn`, done: pairs.length, of: plannedPairs });
    const pair = await pairInOrder(block, pairs.length % 2 === 0);
    // An interrupted pair is discarded.
    if (mayContinue()) pairs.push(pair);
    if (isOutOfTime({ nowMs: Date.now(), endMs: startMs + plan.maxTimeMs, pairsMs }, pairs.length)) break;
  }
  return gone;
}

/** Names the arms without a right response: each of their blocks would last its whole time. Empty if there are none. */
const silenceAtFirstLook = (looks: Readonly<Record<keyof SignedInArms, SuiteResult>>): string =>
  Object.entries(looks)
    .flatMap(([name, result]) => (result.n === 0 ? [`${name.toUpperCase()}: ${answersInstead(result)}`] : []))
    .join('; ');

/** The arms alternate, so that neither server is warmer when the pairs begin. */
async function twinsInTurn(
  block: (name: keyof SignedInArms) => Promise<TimedBlock>,
  done: number,
): Promise<SameArmPair> {
  const arm = done % 2 === 0 ? 'a' : 'b';
  const [first, second] = [await block(arm), await block(arm)];
  return { first: summaryOf(first), second: summaryOf(second), shift: shiftOf(first, second) };
}

/** A control block follows each arm. AB and BA alternate, so that a steady slowdown of the machine favours neither. */
async function pairInOrder(
  block: (name: keyof SignedInArms) => Promise<TimedBlock>,
  aFirst: boolean,
): Promise<ArmPair> {
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

/** Predicts the end of two more pairs from the mean so far. Two, so that A and B are first equally often. */
const isOutOfTime = (
  { nowMs, endMs, pairsMs }: { readonly nowMs: number; readonly endMs: number; readonly pairsMs: number },
  done: number,
): boolean => done > 0 && done % 2 === 0 && nowMs + (2 * (nowMs - pairsMs)) / done > endMs;

/** The mean time of one response, which includes more than its latency; the whole look if there is no response. */
const costOf = ({ n, errors, tookMs }: { readonly n: number; readonly errors: number; readonly tookMs: number }) =>
  tookMs / Math.max(1, n + errors);
