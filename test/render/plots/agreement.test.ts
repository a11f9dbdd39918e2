import { expect, test } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import type { SuiteResult } from '../../../src/model/suite.ts';
import { markdown } from '../../../src/render/markdown/index.ts';
import { plots } from '../../../src/render/plots/index.ts';
import { countText, durationText } from '../../../src/render/number-text.ts';
import { emptyHistogram } from '../../../src/stats/histogram.ts';
import { frozenRun, frozenStory } from '../../golden/frozen-run.ts';
import { latency, passOf } from '../../judge/literals.ts';
import { clientsRun, comparedRun, storyRun } from '../runs.ts';

const svgOf = (run: Run, name: string): string => plots(run).find((plot) => plot.name === `report-${name}`)?.svg ?? '';

/** A trial whose table and histogram come from the same answers, most of them at `usualMs` and one at `maxMs`. */
function passWith(suite: SuiteResult['suite'], n: number, usualMs: number, maxMs: number): SuiteResult {
  const histogram = emptyHistogram();
  for (let index = 1; index < n; index += 1) histogram.record(Math.round(usualMs * 1_000 * (1 + index / n)));
  histogram.record(maxMs * 1_000);
  const at = (percent: number): number => histogram.percentileMs(percent);
  const times = latency({
    mean: histogram.meanMs,
    min: histogram.minMs,
    p50: at(50),
    p95: at(95),
    p99: at(99),
    max: histogram.maxMs,
  });
  return passOf({ suite, n, serviceMs: times, userMs: times, histogram: histogram.encode() });
}

const tail: Run = {
  ...frozenRun,
  verdicts: [],
  suites: [passWith('refresh', 1_000, 20, 140), passWith('api', 137, 5, 9), passWith('login', 4, 60, 4_000)],
};

interface Place {
  readonly x: number;
  readonly y: number;
}

const numberIn = (markup: string, name: string): number =>
  Number(new RegExp(` ${name}="(-?[\\d.]+)"`).exec(markup)?.[1]);

/** Ticks below the axis with their labels. */
const ticksOf = (svg: string): ReadonlyMap<string, readonly Place[]> => {
  const ticks = new Map<string, Place[]>();
  for (const [markup, text = ''] of svg.matchAll(/<text [^>]*>(fastest|p[\d.]+)<\/text>/g)) {
    ticks.set(text, [...(ticks.get(text) ?? []), { x: numberIn(markup, 'x'), y: numberIn(markup, 'y') }]);
  }
  return ticks;
};

test.each([
  ['a tail', tail],
  ['the frozen run', frozenRun],
])('%s: each dot of the percentiles stands above the tick of its percentile', (_what, run) => {
  const svg = svgOf(run, 'latency');
  const ticks = ticksOf(svg);
  const dots = [...svg.matchAll(/<circle [^>]*><title>[^<]*: (p[\d.]+) [^<]*<\/title>/g)];
  expect(dots.length).toBeGreaterThan(5);
  for (const [markup, percent = ''] of dots) {
    const below = ticks.get(percent)?.find(({ y }) => y > numberIn(markup, 'cy'));
    expect([percent, Math.abs(numberIn(markup, 'cx') - (below?.x ?? Number.NaN)) <= 0.5]).toEqual([percent, true]);
  }
});

test('the slowest answer in a plot is the maximum of the table', () => {
  const svg = svgOf(tail, 'latency');
  expect(svg).toContain('max 140 ms');
  expect(svg).not.toContain('up to');
  expect(svg).toMatch(/<desc[^>]*>[^<]*refresh, one at a time: median 3\d\.\d ms, max 140 ms/);
});

test.each([
  ['of percentiles', 'latency', tail],
  [
    'over time',
    'timeline',
    {
      ...frozenRun,
      suites: [5, 500].map((maxMs) =>
        passOf({
          timeline: Array.from({ length: 5 }, (_, fromS) => ({
            fromS,
            lengthS: 1,
            n: 9,
            errors: 0,
            meanMs: 4,
            p50Ms: 4,
            p95Ms: 4,
            p99Ms: 4,
            maxMs,
            failed: null,
          })),
        }),
      ),
    },
  ],
])('a figure %s has one kind of scale, and names it', (_which, name, run) => {
  const svg = svgOf(run, name);
  expect(svg).toMatch(/logarithmic axes/);
  // A panel from zero has a tick at zero, which no logarithm has.
  expect(svg).not.toMatch(/text-anchor="end">0<\/text>/);
});

const numbersIn = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
};

const runs: readonly (readonly [string, Run])[] = [
  ['a tail', tail],
  ['the frozen run', frozenRun],
  ['the frozen story', frozenStory],
  ['the story', storyRun],
  ['all clients', clientsRun],
  ['a comparison', comparedRun],
];

/** Numbers of axis titles and ticks belong to the scale, not to the run. */
const runTextsIn = (svg: string): readonly string[] =>
  [...svg.matchAll(/<(?:desc|title)[^>]*>([^<]*)<|<text [^>]*class="(?!small f-soft" text-anchor)[^>]*>([^<]*)</g)].map(
    ([, hint, label]) => hint ?? label ?? '',
  );

test.each(runs.flatMap(([name, run]) => plots(run).map((plot) => [name, plot.name, run, plot.svg] as const)))(
  '%s: each time in %s is a number of the run or of a table',
  (_name, _plot, run, svg) => {
    const known = new Set(numbersIn(run).flatMap((value) => [durationText(value), durationText(value * 1_000)]));
    const tables = markdown
      .render(run, { width: 80, colour: false, unicode: true })
      .split('\n')
      .filter((line) => !line.startsWith('!['))
      .join('\n');
    const named = runTextsIn(svg).flatMap((sentence) =>
      [...sentence.matchAll(/(?<![\d.–-])(?:[\d.]+ ms|\d+\.\d\d s)\b/g)].map(([text]) => text),
    );
    const unknown = named.filter((text) => !known.has(text) && !tables.includes(text));
    expect(unknown).toEqual([]);
  },
);

test('throughput in a plot is a number of the run', () => {
  const text = [...svgOf(frozenRun, 'concurrency').matchAll(/([\d ]+)\/s</g)].map(([, count = '']) => count.trim());
  const known = new Set(frozenRun.suites.map(({ perSecond }) => countText(perSecond)));
  expect(text.length).toBeGreaterThan(2);
  expect(text.filter((count) => !known.has(count))).toEqual([]);
});
