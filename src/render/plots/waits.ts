import { shareText, type WaitKind, type WaitShare } from '../../model/waits.ts';
import { durationText } from '../number-text.ts';
import { waitsSentence, waitTable, watchedIn, type WatchedRequest } from '../waits-text.ts';
import { barRows, type BarRow } from './bar-rows.ts';
import type { PlotMember } from './contract.ts';
import { type Segment, segmentBar } from './segments.ts';
import { clip } from './svg.ts';

const SHAPE = { labelPx: 140, valuePx: 90, barPx: 22, gapPx: 14 } as const;

/** Smaller parts are joined with what is unexplained. */
const SMALLEST_SHARE = 0.02;

interface Bar {
  readonly name: string;
  readonly meanMs: number;
  readonly segments: readonly Segment[];
}

/** What the server did and waited for during the mean request, as it was seen from outside its code. */
export const waits: PlotMember = {
  name: 'waits',
  draw(run, frame) {
    const watched = watchedIn(run);
    const [first] = watched;
    if (first === undefined) return null;
    const bars = watched.map(barOf);
    return {
      title: waitsSentence(first.waits, first.name),
      subtitle: 'The mean of requests one at a time, from looks at the threads and sockets of the server',
      description: `${bars.map(({ name, segments }) => `${name}: ${captionOf(segments)}`).join('. ')}.`,
      ...barRows(bars.map(rowOf), { frame, longestMs: Math.max(...bars.map(({ meanMs }) => meanMs)), ...SHAPE }),
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

const rowOf = ({ name, meanMs, segments }: Bar): BarRow => ({
  label: name,
  value: durationText(meanMs),
  isBad: false,
  fromMs: 0,
  endMs: meanMs,
  caption: captionOf(segments),
  bar: (place) => segmentBar(segments, place),
});
