import { scaleLinear } from 'd3-scale';
import type { Run } from '../../model/run.ts';
import type { SuiteResult } from '../../model/suite.ts';
import type { Markup } from '../markup.ts';
import { durationText } from '../words.ts';
import type { PlotMember } from './contract.ts';
import { type Segment, segmentBar } from './segments.ts';
import { clip, heading, MARGIN, TOP, WIDTH, words } from './svg.ts';

const NAME = 'server-time';
const LABEL_PX = 80;
const TAIL_PX = 90;
const ROW_PX = 52;
const BAR_PX = 22;

/** More parts than this nobody tells apart; the small ones stand together. */
const MOST_PARTS = 6;

interface Bar {
  readonly pass: SuiteResult;
  readonly meanMs: number;
  readonly segments: readonly Segment[];
}

/** Where the mean answer goes, by the server's own account (Server-Timing); the rest is what it does not say. */
export const serverTime: PlotMember = {
  name: NAME,
  draw(run) {
    const bars = barsOf(run);
    if (bars.length === 0) return null;
    const longestMs = Math.max(...bars.map(({ meanMs, segments }) => Math.max(meanMs, segments.at(-1)?.toMs ?? 0)));
    const x = scaleLinear()
      .domain([0, longestMs])
      .range([MARGIN + LABEL_PX, WIDTH - MARGIN - TAIL_PX]);
    return {
      title: 'Where an answer goes',
      description: `${bars.map(({ pass, segments }) => `${pass.suite}: ${captionOf(segments)}`).join('. ')}.`,
      height: TOP + bars.length * ROW_PX + 4,
      parts: [
        ...heading('Where an answer goes', 'Means, one request at a time, as the server says itself (Server-Timing)'),
        ...bars.flatMap((bar, index) => rowOf(bar, TOP + index * ROW_PX, x)),
      ],
    };
  },
};

const barsOf = ({ suites }: Run): readonly Bar[] =>
  suites
    .filter(({ arm, connections, connection }) => arm === 'target' && connections === 1 && connection === 'kept-alive')
    .flatMap((pass) => {
      const segments = segmentsOf(pass);
      return segments.length === 0 || pass.serviceMs === null ? [] : [{ pass, meanMs: pass.serviceMs.mean, segments }];
    });

const LOOKS = [
  { colour: 'main', hatched: false },
  { colour: 'pale', hatched: false },
  { colour: 'bad', hatched: false },
  { colour: 'main', hatched: true },
  { colour: 'pale', hatched: true },
  { colour: 'bad', hatched: true },
] as const satisfies readonly Pick<Segment, 'colour' | 'hatched'>[];

function segmentsOf({ serverTimingMs, serviceMs }: SuiteResult): readonly Segment[] {
  // `total` names the sum of the others by convention: drawn beside them it would count twice.
  const said = Object.entries(serverTimingMs).filter(([name]) => !/^total$/i.test(name));
  if (said.length === 0 || serviceMs === null) return [];
  const largest = said.toSorted((a, b) => b[1].mean - a[1].mean).slice(0, MOST_PARTS);
  let atMs = 0;
  const parts = largest.map(([name, { mean, p95 }], index): Segment => {
    const fromMs = atMs;
    atMs += mean;
    const look = LOOKS[index] ?? LOOKS[0];
    const hint = `${name}: mean ${durationText(mean)}, p95 ${durationText(p95)}`;
    return { label: clip(name, 120), fromMs, toMs: atMs, ...look, hint };
  });
  const otherMs = serviceMs.mean - atMs;
  // Parts that overlap add up to more than the whole; then nothing is left over.
  if (otherMs <= 0) return parts;
  const hint = `not accounted for by the server: ${durationText(otherMs)}`;
  return [...parts, { label: 'other', fromMs: atMs, toMs: serviceMs.mean, colour: 'soft', hatched: true, hint }];
}

const captionOf = (segments: readonly Segment[]): string =>
  segments.map(({ label, fromMs, toMs }) => `${label} ${durationText(toMs - fromMs)}`).join(' · ');

function rowOf({ pass, meanMs, segments }: Bar, y: number, x: (ms: number) => number): readonly Markup[] {
  return [
    words(MARGIN, y + 16, pass.suite),
    ...segmentBar(segments, { plot: NAME, y, height: BAR_PX, x }),
    words(x(Math.max(meanMs, segments.at(-1)?.toMs ?? 0)) + 8, y + 16, durationText(meanMs)),
    words(x(0), y + BAR_PX + 15, clip(captionOf(segments), WIDTH - MARGIN - x(0)), { kind: 'small', colour: 'soft' }),
  ];
}
