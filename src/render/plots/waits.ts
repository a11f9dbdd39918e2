import { scaleLinear } from 'd3-scale';
import { shareText, type WaitKind, type WaitShare } from '../../model/waits.ts';
import type { Markup } from '../markup.ts';
import { durationText } from '../number-text.ts';
import { waitTable, watchedIn, type WatchedRequest } from '../waits-text.ts';
import type { PlotMember } from './contract.ts';
import { type Segment, segmentBar } from './segments.ts';
import { clip, heading, MARGIN, svgText, TOP, WIDTH } from './svg.ts';

const NAME = 'waits';
const LABEL_PX = 120;
const TAIL_PX = 90;
const ROW_PX = 52;
const BAR_PX = 22;

/** Smaller parts are joined with what is unexplained. */
const SMALLEST_SHARE = 0.02;

interface Bar {
  readonly name: string;
  readonly meanMs: number;
  readonly segments: readonly Segment[];
}

/** What the server did and waited for during the mean request, as it was seen from outside its code. */
export const waits: PlotMember = {
  name: NAME,
  draw(run) {
    const bars = watchedIn(run).map(barOf);
    if (bars.length === 0) return null;
    const longestMs = Math.max(...bars.map(({ meanMs }) => meanMs));
    const x = scaleLinear()
      .domain([0, longestMs])
      .range([MARGIN + LABEL_PX, WIDTH - MARGIN - TAIL_PX]);
    return {
      title: 'What the server waits for',
      description: `${bars.map(({ name, segments }) => `${name}: ${captionOf(segments)}`).join('. ')}.`,
      height: TOP + bars.length * ROW_PX + 4,
      parts: [
        ...heading(
          'What the server waits for',
          'The mean of requests one at a time, from looks at its threads and sockets',
        ),
        ...bars.flatMap((bar, index) => rowOf(bar, TOP + index * ROW_PX, x)),
      ],
    };
  },
};

type Style = Pick<Segment, 'colour' | 'hatched'>;

/** Work is light, and waits for others are dark. */
const styles: Readonly<Record<WaitKind, Style>> = {
  cpu: { colour: 'pale', hatched: false },
  core: { colour: 'pale', hatched: true },
  connect: { colour: 'bad', hatched: false },
  answer: { colour: 'main', hatched: false },
  name: { colour: 'bad', hatched: true },
  disk: { colour: 'main', hatched: true },
  lock: { colour: 'bad', hatched: true },
  sleep: { colour: 'main', hatched: true },
  'not-accepted': { colour: 'bad', hatched: false },
  unexplained: { colour: 'soft', hatched: true },
};

function barOf({ name, waits: seen }: WatchedRequest): Bar {
  const { meanMs, requests } = waitTable(seen);
  const isShown = ({ kind, ms }: WaitShare): boolean =>
    kind !== 'unexplained' && ms / requests >= SMALLEST_SHARE * meanMs;
  const shown = seen.shares.filter(isShown);
  let atMs = 0;
  const piece = (label: string, ms: number, style: Style): Segment => {
    const fromMs = atMs;
    atMs += ms;
    return { label: clip(label, 200), fromMs, toMs: atMs, hint: `${label}: ${durationText(ms)}`, ...style };
  };
  const segments = shown.map((share) => piece(shareText(share), share.ms / requests, styles[share.kind]));
  const restMs = meanMs - atMs;
  const rest = restMs < SMALLEST_SHARE * meanMs ? [] : [piece('other, or unexplained', restMs, styles.unexplained)];
  return { name, meanMs, segments: [...segments, ...rest] };
}

const captionOf = (segments: readonly Segment[]): string =>
  segments.map(({ label, fromMs, toMs }) => `${label} ${durationText(toMs - fromMs)}`).join(' · ');

function rowOf({ name, meanMs, segments }: Bar, y: number, x: (ms: number) => number): readonly Markup[] {
  return [
    svgText(MARGIN, y + 16, clip(name, LABEL_PX - 8)),
    ...segmentBar(segments, { plot: NAME, y, height: BAR_PX, x }),
    svgText(x(meanMs) + 8, y + 16, durationText(meanMs)),
    svgText(x(0), y + BAR_PX + 15, clip(captionOf(segments), WIDTH - MARGIN - x(0)), { kind: 'small', colour: 'soft' }),
  ];
}
