import type { Run } from '../../model/run.ts';
import type { SuiteResult } from '../../model/suite.ts';
import { serverParts } from '../server-parts.ts';
import { durationText } from '../number-text.ts';
import { barRows, type BarRow } from './bar-rows.ts';
import type { PlotMember } from './contract.ts';
import { type Segment, segmentBar } from './segments.ts';
import { clip } from './svg.ts';

const SHAPE = { labelPx: 100, valuePx: 90, barPx: 22, gapPx: 14 } as const;

/** More parts than this are hard to distinguish. The small ones are joined. */
const MOST_PARTS = 6;

interface Bar {
  readonly trial: SuiteResult;
  readonly meanMs: number;
  readonly segments: readonly Segment[];
}

/** The parts of the mean answer, as the server reports them (Server-Timing). The rest is not accounted for. */
export const serverTime: PlotMember = {
  name: 'server-time',
  draw(run, frame) {
    const bars = barsOf(run);
    const [first] = bars;
    if (first === undefined) return null;
    const longestMs = Math.max(...bars.map(({ meanMs, segments }) => Math.max(meanMs, segments.at(-1)?.toMs ?? 0)));
    return {
      title: titleOf(first),
      subtitle: 'Means, one request at a time, as the server reports them (Server-Timing); other is the rest',
      description: `${bars.map(({ trial, segments }) => `${trial.suite}: ${captionOf(segments)}`).join('. ')}.`,
      ...barRows(bars.map(rowOf), { frame, longestMs, ...SHAPE }),
    };
  },
};

/** The largest part of the first suite. */
function titleOf({ trial, meanMs, segments }: Bar): string {
  const [largest] = segments.toSorted((a, b) => b.toMs - b.fromMs - (a.toMs - a.fromMs));
  if (largest === undefined) return `${trial.suite}: ${durationText(meanMs)}`;
  const part = `${durationText(largest.toMs - largest.fromMs)} of ${durationText(meanMs)}`;
  if (largest.label === OTHER) return `${trial.suite}: ${part} is in no part that the server reports`;
  return `${trial.suite}: ${part} is ${largest.label}`;
}

const OTHER = 'other';

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
  return [...segments, piece(OTHER, otherMs, { colour: 'soft', hatched: true, hint })];
}

const captionOf = (segments: readonly Segment[]): string =>
  segments.map(({ label, fromMs, toMs }) => `${label} ${durationText(toMs - fromMs)}`).join(' · ');

const rowOf = ({ trial, meanMs, segments }: Bar): BarRow => ({
  label: trial.suite,
  value: durationText(meanMs),
  isBad: false,
  fromMs: 0,
  endMs: Math.max(meanMs, segments.at(-1)?.toMs ?? 0),
  caption: captionOf(segments),
  bar: (place) => segmentBar(segments, place),
});
