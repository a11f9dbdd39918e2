import { signedPercent } from '../../model/change-text.ts';
import type { Change, Comparison } from '../../model/comparison.ts';
import type { Run } from '../../model/run.ts';
import { fasterText } from '../against-text.ts';
import { timesText } from '../change-numbers.ts';
import { verdictText } from '../comparison-text.ts';
import type { Markup } from '../markup.ts';
import { durationText } from '../number-text.ts';
import type { Frame, PlotMember } from './contract.ts';
import { latencyScale, msTickText, type Scale, spaced } from './scales.ts';
import { clip, line, mark, MARGIN, px, svgText, wrapped } from './svg.ts';

const LABEL_PX = 130;
const TAIL_PX = 300;
const ROW_PX = 34;
const AXIS_PX = 24;
/** In the narrow form the label stands above the marks and the text below. */
const NARROW_ROW_PX = 74;
const TEXT_LINE_PX = 14;
/** The widest tick label. */
const TICK_PX = 48;

interface Pair {
  readonly label: string;
  readonly beforeMs: number;
  readonly afterMs: number;
  /** 95 % interval of the time after the change. Null where none was estimated. */
  readonly intervalMs: readonly [number, number] | null;
  readonly text: string;
  readonly better: boolean | null;
}

/** Changes: an open ring for before, a filled dot for after, and the confidence interval. */
export const beforeAfter: PlotMember = {
  name: 'before-after',
  draw(run, frame) {
    const pairs = run.comparison === null ? namePairs(run) : run.comparison.changes.flatMap(changePair);
    const [first] = pairs.toSorted((a, b) => rankOf(a) - rankOf(b));
    if (first === undefined) return null;
    const values = pairs.flatMap(({ beforeMs, afterMs, intervalMs }) => [beforeMs, afterMs, ...(intervalMs ?? [])]);
    const ends = endsOf(frame);
    const x = latencyScale(values, ends.left, ends.right);
    const rowPx = frame.form === 'narrow' ? NARROW_ROW_PX : ROW_PX;
    const bottom = pairs.length * rowPx + 2;
    const axis = x.kind === 'log' ? 'logarithmic axis' : 'axis from zero';
    const how = run.comparison === null ? '' : `; the bar is the 95 % interval${correction(run.comparison)}`;
    return {
      title: `${first.label}: ${first.text}`,
      subtitle: `A ring is before, a dot is after${how}; ${axis}`,
      description: `${pairs.map(({ label, text }) => `${label}: ${text}`).join('. ')}.`,
      height: bottom + AXIS_PX,
      parts: [...ticksOf(x, bottom), ...pairs.flatMap((pair, index) => rowOf(pair, 16 + index * rowPx, x, frame))],
    };
  },
};

/** A regression first, then an improvement. */
const rankOf = ({ better }: Pair): number => (better === null ? 2 : Number(better));

const endsOf = ({ form, width }: Frame): { readonly left: number; readonly right: number } =>
  form === 'narrow'
    ? { left: MARGIN + 8, right: width - MARGIN - 8 }
    : { left: MARGIN + LABEL_PX, right: width - MARGIN - TAIL_PX };

const ticksOf = (x: Scale, bottom: number): readonly Markup[] =>
  spaced(x.ticks, x, TICK_PX).flatMap((ms) => [
    line(x(ms), 0, x(ms), bottom + 4, 'l thin s-rule'),
    svgText(x(ms), bottom + 17, msTickText(ms), { kind: 'small', colour: 'soft', anchor: 'middle' }),
  ]);

const correction = ({ changes }: Comparison): string =>
  changes.some(({ machineChange }) => machineChange !== null) ? '; after is corrected for the machine' : '';

const namePairs = ({ against }: Run): readonly Pair[] =>
  (against?.names ?? []).flatMap((change) => {
    const { name, beforeMs, afterMs } = change;
    if (beforeMs === null || afterMs === null) return [];
    const faster = fasterText(change);
    const text = `${durationText(beforeMs)} → ${durationText(afterMs)}${faster === null ? '' : `, ${faster}`}`;
    return [{ label: name, beforeMs, afterMs, intervalMs: null, text, better: faster === null ? null : true }];
  });

const VERDICT_MARKS = { regressed: '✖', unproven: '?', inconclusive: '?', improved: '✔', same: '=' } as const;

function changePair(change: Change): readonly Pair[] {
  const { suite, statistic, beforeMs, afterMs, interval, verdict } = change;
  if (beforeMs === null || afterMs === null) return [];
  // The plot shows the interval. The text has room for the change only.
  const share = change.change === null ? '' : ` (${signedPercent(change.change)} %)`;
  return [
    {
      label: `${suite} ${statistic}`,
      beforeMs,
      afterMs,
      intervalMs: interval === null ? null : [beforeMs * (1 + interval[0]), beforeMs * (1 + interval[1])],
      text: `${VERDICT_MARKS[verdict]} ${verdictText(change)} ${timesText(beforeMs, afterMs, change.change)}${share}`,
      better: { regressed: false, improved: true, unproven: null, inconclusive: null, same: null }[verdict],
    },
  ];
}

function rowOf(pair: Pair, top: number, x: Scale, frame: Frame): readonly Markup[] {
  const { beforeMs, afterMs, intervalMs, better } = pair;
  const y = frame.form === 'narrow' ? top + 18 : top;
  const colour = better === null ? 'main' : better ? 'good' : 'bad';
  const [before, after] = [x(beforeMs), x(afterMs)];
  return [
    ...wordsOf(pair, top, frame),
    line(endsOf(frame).left, y, endsOf(frame).right, y, 'l thin s-rule'),
    line(before, y, after, y, `l s-${colour}`),
    ...(intervalMs === null ? [] : interval(x(intervalMs[0]), x(intervalMs[1]), y, colour)),
    mark(
      'circle',
      { cx: px(before), cy: y, r: 5.5, class: 'f-ground s-ink', 'stroke-width': 2 },
      `before: ${durationText(beforeMs)}`,
    ),
    mark('circle', { cx: px(after), cy: y, r: 6, class: `f-${colour}` }, `after: ${durationText(afterMs)}`),
  ];
}

function wordsOf({ label, text, better }: Pair, top: number, frame: Frame): readonly Markup[] {
  const lettering = { colour: better === false ? 'bad' : 'ink', kind: 'small' } as const;
  if (frame.form === 'wide') {
    return [
      svgText(MARGIN, top + 4, clip(label, LABEL_PX - 20)),
      svgText(endsOf(frame).right + 16, top + 4, text, lettering),
    ];
  }
  const room = frame.width - 2 * MARGIN;
  return [
    svgText(MARGIN, top, clip(label, room)),
    ...wrapped(text, room, 11).map((part, index) => svgText(MARGIN, top + 38 + index * TEXT_LINE_PX, part, lettering)),
  ];
}

const interval = (from: number, to: number, y: number, colour: string): readonly Markup[] => [
  line(from, y, to, y, `l thick s-${colour}`),
  ...[from, to].map((end) => line(end, y - 7, end, y + 7, `l s-${colour}`)),
];
