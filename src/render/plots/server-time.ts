import { scaleLinear } from 'd3-scale';
import type { Run } from '../../model/run.ts';
import type { SuiteResult } from '../../model/suite.ts';
import type { Markup } from '../markup.ts';
import { serverParts } from '../server-parts.ts';
import { durationText } from '../number-text.ts';
import type { PlotMember } from './contract.ts';
import { type Segment, segmentBar } from './segments.ts';
import { clip, heading, MARGIN, TOP, WIDTH, svgText } from './svg.ts';

const NAME = 'server-time';
const LABEL_PX = 80;
const TAIL_PX = 90;
const ROW_PX = 52;
const BAR_PX = 22;

/** More parts than this are hard to distinguish. The small ones are joined. */
const MOST_PARTS = 6;

interface Bar {
  readonly trial: SuiteResult;
  readonly meanMs: number;
  readonly segments: readonly Segment[];
}

/** The parts of the mean answer, as the server reports them (Server-Timing). The rest is not accounted for. */
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
      title: 'Where the time of an answer goes',
      description: `${bars.map(({ trial, segments }) => `${trial.suite}: ${captionOf(segments)}`).join('. ')}.`,
      height: TOP + bars.length * ROW_PX + 4,
      parts: [
        ...heading(
          'Where the time of an answer goes',
          'Means, one request at a time, as the server reports them (Server-Timing)',
        ),
        ...bars.flatMap((bar, index) => rowOf(bar, TOP + index * ROW_PX, x)),
      ],
    };
  },
};

const barsOf = ({ suites }: Run): readonly Bar[] =>
  suites
    .filter(({ arm, connections, connection }) => arm === 'target' && connections === 1 && connection === 'kept-alive')
    .flatMap((trial) => {
      const segments = segmentsOf(trial);
      return segments.length === 0 || trial.serviceMs === null
        ? []
        : [{ trial, meanMs: trial.serviceMs.mean, segments }];
    });

const STYLES = [
  { colour: 'main', hatched: false },
  { colour: 'pale', hatched: false },
  { colour: 'bad', hatched: false },
  { colour: 'main', hatched: true },
  { colour: 'pale', hatched: true },
  { colour: 'bad', hatched: true },
] as const satisfies readonly Pick<Segment, 'colour' | 'hatched'>[];

function segmentsOf(trial: SuiteResult): readonly Segment[] {
  const { parts, otherMs } = serverParts(trial);
  if (parts.length === 0) return [];
  const largest = parts.slice(0, MOST_PARTS);
  const small = parts.slice(MOST_PARTS);
  let atMs = 0;
  const piece = (label: string, lengthMs: number, style: Pick<Segment, 'colour' | 'hatched' | 'hint'>): Segment => {
    const fromMs = atMs;
    atMs += lengthMs;
    return { label: clip(label, 120), fromMs, toMs: atMs, ...style };
  };
  const segments = largest.map(({ name, meanMs, p95Ms }, index) => {
    const hint = `${name}: mean ${durationText(meanMs)}, p95 ${durationText(p95Ms)}`;
    return piece(name, meanMs, { ...(STYLES[index] ?? STYLES[0]), hint });
  });
  const smallMs = small.reduce((sum, { meanMs }) => sum + meanMs, 0);
  if (small.length > 0) {
    segments.push(
      piece(`${small.length} more`, smallMs, {
        colour: 'soft',
        hatched: false,
        hint: small.map(({ name }) => name).join(', '),
      }),
    );
  }
  if (otherMs <= 0) return segments;
  const hint = `not accounted for by the server: ${durationText(otherMs)}`;
  return [...segments, piece('other', otherMs, { colour: 'soft', hatched: true, hint })];
}

const captionOf = (segments: readonly Segment[]): string =>
  segments.map(({ label, fromMs, toMs }) => `${label} ${durationText(toMs - fromMs)}`).join(' · ');

function rowOf({ trial, meanMs, segments }: Bar, y: number, x: (ms: number) => number): readonly Markup[] {
  return [
    svgText(MARGIN, y + 16, trial.suite),
    ...segmentBar(segments, { plot: NAME, y, height: BAR_PX, x }),
    svgText(x(Math.max(meanMs, segments.at(-1)?.toMs ?? 0)) + 8, y + 16, durationText(meanMs)),
    svgText(x(0), y + BAR_PX + 15, clip(captionOf(segments), WIDTH - MARGIN - x(0)), { kind: 'small', colour: 'soft' }),
  ];
}
