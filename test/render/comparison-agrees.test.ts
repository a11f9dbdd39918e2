import { describe, expect, test } from 'vitest';
import { judgeRounds } from '../../src/judge/compare/rounds.ts';
import { judgeTimes } from '../../src/judge/compare/times.ts';
import type { BaselineQuantiles, BaselineSuite } from '../../src/model/baseline.ts';
import type { ArmBlock, Change, Rounds } from '../../src/model/comparison.ts';
import { changeText } from '../../src/render/comparison-text.ts';
import { shiftBetween } from '../../src/stats/hodges-lehmann.ts';
import { median, quantile } from '../../src/stats/quantile.ts';
import { type Random, seededRandom } from '../../src/stats/random.ts';

/** Latencies in ms of one server whose middle is about `ms`. */
type Shape = (random: Random, ms: number) => number;

const normal = (random: Random): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const shapes: Readonly<Record<string, Shape>> = {
  'log-normal': (random, ms) => ms * Math.exp(0.3 * normal(random)),
  'a wide log-normal': (random, ms) => ms * Math.exp(1.2 * normal(random)),
  bimodal: (random, ms) => (random() < 0.5 ? ms : 3 * ms) * Math.exp(0.1 * normal(random)),
  'with pauses': (random, ms) => (random() < 0.93 ? ms : 20 * ms) * Math.exp(0.1 * normal(random)),
  'quantised to a tenth': (random, ms) => Math.max(1, Math.round(10 * Math.exp(0.3 * normal(random)))) * (ms / 10),
};

const middles = [0.002, 0.008, 0.2, 0.48, 30, 999.6];
const factors = [1, 1.0005, 0.995, 0.66, 1.4, 5];

interface Drawn {
  readonly block: ArmBlock;
  readonly logs: readonly number[];
}

/** As the engine records it: whole microseconds. */
function blockOf(draw: () => number, n: number): Drawn {
  const timesMs = Array.from({ length: n }, () => Math.round(draw() * 1_000) / 1_000);
  const p95Ms = quantile(timesMs, 0.95);
  return {
    block: { n, errors: 0, p50Ms: median(timesMs), p95Ms, valid: true },
    logs: timesMs.map((ms) => Math.log(Math.max(0.001, ms))),
  };
}

function roundsOf(shape: Shape, [fromMs, factor]: readonly [number, number], n: number, random: Random): Rounds {
  const a = () => blockOf(() => shape(random, fromMs), n);
  const b = () => blockOf(() => factor * shape(random, fromMs), n);
  const control = blockOf(() => 1, 10).block;
  return {
    suite: 'api',
    plannedPairs: 10,
    same: Array.from({ length: 6 }, () => {
      const [first, second] = [a(), a()];
      return { first: first.block, second: second.block, shift: shiftBetween(first.logs, second.logs) };
    }),
    pairs: Array.from({ length: 10 }, () => {
      const [first, second] = [a(), b()];
      return {
        a: first.block,
        b: second.block,
        besideA: control,
        besideB: control,
        shift: shiftBetween(first.logs, second.logs),
        controlShift: 0,
      };
    }),
  };
}

const SHOWN =
  /^(?<before>[\d ]+(?:\.\d+)?) → (?<after>[\d ]+(?:\.\d+)?) (?<unit>ms|µs)(?<corrected>, corrected for the machine)? \((?<change>[−+±][\d.]+) %, (?<low>[−+±][\d.]+)…(?<high>[−+±][\d.]+) %\)$/;

/** A shown number, and its rounding error. */
interface Shown {
  readonly value: number;
  readonly within: number;
}

function numberIn(text: string): Shown {
  const digits = text.replaceAll(' ', '').replace('−', '-').replace('±', '');
  const decimals = digits.split('.')[1]?.length ?? 0;
  return { value: Number(digits), within: 0.5 * 10 ** -decimals * (1 + 1e-9) };
}

/** Where a line of a comparison contradicts itself: its times, their change, the interval and the verdict. */
function contradictions(change: Change): readonly string[] {
  const text = changeText(change);
  const found = SHOWN.exec(text)?.groups;
  if (found === undefined) return [`${text}: not of the expected form`];
  const [before, after, moved, low, high] = (['before', 'after', 'change', 'low', 'high'] as const).map((name) =>
    numberIn(found[name] ?? ''),
  ) as [Shown, Shown, Shown, Shown, Shown];
  const least = 100 * ((after.value - after.within) / (before.value + before.within) - 1);
  const most = 100 * ((after.value + after.within) / Math.max(1e-9, before.value - before.within) - 1);
  const promises: Readonly<Record<string, boolean>> = {
    'a time is zero': before.value > 0 && after.value > 0,
    'the times move another way than their change': Math.sign(after.value - before.value) === Math.sign(moved.value),
    'the times differ by more or less than their change':
      least <= moved.value + moved.within && most >= moved.value - moved.within,
    'the change is outside of its interval': low.value <= moved.value && high.value >= moved.value,
    ...promisesOfVerdict(change),
  };
  return Object.entries(promises).flatMap(([broken, isKept]) => (isKept ? [] : [`${text}: ${broken}`]));
}

function promisesOfVerdict(change: Change): Readonly<Record<string, boolean>> {
  const { verdict, interval } = change;
  if (interval === null) return { 'the change was not estimated': false };
  const [low, high] = interval;
  if (verdict === 'improved') return { 'improved, and the interval contains zero': high < 0 };
  if (verdict === 'regressed') return { 'regressed, and the interval contains zero': low > 0 };
  return verdict === 'same' ? promisesOfSame(change, low, high) : {};
}

function promisesOfSame({ negligible, beforeMs, afterMs, because }: Change, low: number, high: number) {
  const differenceMs = Math.abs((afterMs ?? 0) - (beforeMs ?? 0));
  const excludesZero = low > 0 || high < 0;
  return {
    'the same, and the interval is wider than the bound': Math.max(-low, high) <= (negligible?.share ?? 0),
    'the same, and no bound is named': /^within \d/.test(because),
    'the same by a millisecond, and the times differ by more': negligible?.rule === 'share' || differenceMs <= 1,
    // A difference that is proven and called the same is named, and said not to count.
    'the same without zero in the interval, and no reason': because.includes('is negligible') === excludesZero,
  };
}

describe.each(Object.entries(shapes))('of a server whose times are %s', (name, shape) => {
  test.each(middles)('the shown times, their change, its interval and the verdict agree at %d ms', (ms) => {
    const random = seededRandom(name.length * 1_000 + Math.round(ms * 1_000));
    const changes = factors.flatMap((factor) =>
      [10, 60].flatMap((n) => judgeRounds([roundsOf(shape, [ms, factor], n, random)])),
    );
    expect(changes).toHaveLength(2 * 2 * factors.length);
    expect(changes.flatMap(contradictions)).toEqual([]);
  });
});

const known = (ms: number, width: number): BaselineQuantiles => {
  const quantity = { ms, intervalMs: [ms * (1 - width), ms * (1 + width)] as const };
  return { n: 300, p50: quantity, p95: quantity };
};

const standing = (ms: number, width: number, referenceMs: number | null): BaselineSuite => ({
  suite: 'api',
  target: known(ms, width),
  reference: referenceMs === null ? null : known(referenceMs, width),
  inReferenceUnits: null,
});

test('two times agree with their change as well, with the reference server beside them and without', () => {
  const random = seededRandom(7);
  const changes = Array.from({ length: 2_000 }, (_, index) => {
    const fromMs = 10 ** (4 * random() - 2);
    const toMs = fromMs * Math.exp(0.5 * normal(random));
    const width = 0.3 * random();
    const [refThen, refNow] = index % 2 === 0 ? [null, null] : [1, Math.exp(0.1 * normal(random))];
    return judgeTimes([standing(fromMs, width, refThen)], [standing(toMs, width, refNow)], true);
  });
  expect(changes.flat().flatMap(contradictions)).toEqual([]);
  // Corrected by the reference server these are not measured times, and the line states it.
  expect(
    changes.map((pair) => pair.every((change) => changeText(change).includes('corrected for the machine'))),
  ).toEqual(changes.map((_, index) => index % 2 === 1));
});

const unknown = { n: 12, p50: null, p95: null } as const;

test.each([
  ['before', { ...standing(3, 0.1, null), target: unknown }, standing(3, 0.1, null), 'not known → 3.00 ms'],
  ['after', standing(3, 0.1, null), { ...standing(3, 0.1, null), target: unknown }, '3.00 ms → not known'],
  [
    'both times',
    { ...standing(3, 0.1, null), target: unknown },
    { ...standing(3, 0.1, null), target: unknown },
    'not known',
  ],
])('too few answers %s are shown as not known, never as no time at all', (_when, then, now, text) => {
  for (const change of judgeTimes([then], [now], true)) {
    expect(changeText(change)).toBe(text);
    expect(change).toMatchObject({ change: null, verdict: 'inconclusive' });
  }
});

test('blocks of a few answers have no 95th percentile', () => {
  const rounds = roundsOf((_random, ms) => ms, [3, 1], 5, seededRandom(1));
  const [typical, p95] = judgeRounds([rounds]);
  expect(typical).toMatchObject({ verdict: 'same', beforeMs: 3 });
  expect(p95).toMatchObject({ verdict: 'inconclusive', beforeMs: null, afterMs: null, change: null });
  expect(p95?.because).toContain('too few answers');
});
