import { signedPercent } from '../../model/change-text.ts';
import type { Change, Comparison } from '../../model/comparison.ts';
import type { Run } from '../../model/run.ts';
import { fasterText } from '../against-text.ts';
import { timesText } from '../change-numbers.ts';
import { verdictText } from '../comparison-text.ts';
import type { Markup } from '../markup.ts';
import { durationText } from '../number-text.ts';
import type { PlotMember } from './contract.ts';
import { latencyScale, type Scale } from './scales.ts';
import { clip, heading, line, mark, MARGIN, px, TOP, WIDTH, svgText } from './svg.ts';

const LABEL_PX = 130;
const TAIL_PX = 300;
const ROW_PX = 34;

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
  draw(run) {
    const pairs = run.comparison === null ? namePairs(run) : run.comparison.changes.flatMap(changePair);
    if (pairs.length === 0) return null;
    const values = pairs.flatMap(({ beforeMs, afterMs, intervalMs }) => [beforeMs, afterMs, ...(intervalMs ?? [])]);
    const x = latencyScale(values, MARGIN + LABEL_PX, WIDTH - MARGIN - TAIL_PX);
    const axis = x.kind === 'log' ? 'logarithmic axis' : 'axis from zero';
    const how = run.comparison === null ? '' : `; the bar is the 95 % interval${correction(run.comparison)}`;
    return {
      title: 'Before and after',
      description: `${pairs.map(({ label, text }) => `${label}: ${text}`).join('. ')}.`,
      height: TOP + pairs.length * ROW_PX + 8,
      parts: [
        ...heading('Before and after', `A ring is before, a dot is after${how}; ${axis}`),
        ...pairs.flatMap((pair, index) => rowOf(pair, TOP + 8 + index * ROW_PX, x)),
      ],
    };
  },
};

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

function rowOf({ label, beforeMs, afterMs, intervalMs, text, better }: Pair, y: number, x: Scale): readonly Markup[] {
  const colour = better === null ? 'main' : better ? 'good' : 'bad';
  const [before, after] = [x(beforeMs), x(afterMs)];
  return [
    svgText(MARGIN, y + 4, clip(label, LABEL_PX - 20)),
    line(x.kind === 'log' ? MARGIN + LABEL_PX : x(0), y, WIDTH - MARGIN - TAIL_PX, y, 'l thin s-rule'),
    line(before, y, after, y, `l s-${colour}`),
    ...(intervalMs === null ? [] : interval(x(intervalMs[0]), x(intervalMs[1]), y, colour)),
    mark(
      'circle',
      { cx: px(before), cy: y, r: 5.5, class: 'f-ground s-ink', 'stroke-width': 2 },
      `before: ${durationText(beforeMs)}`,
    ),
    mark('circle', { cx: px(after), cy: y, r: 6, class: `f-${colour}` }, `after: ${durationText(afterMs)}`),
    svgText(WIDTH - MARGIN - TAIL_PX + 16, y + 4, text, { colour: better === false ? 'bad' : 'ink', kind: 'small' }),
  ];
}

const interval = (from: number, to: number, y: number, colour: string): readonly Markup[] => [
  line(from, y, to, y, `l thick s-${colour}`),
  ...[from, to].map((end) => line(end, y - 7, end, y + 7, `l s-${colour}`)),
];
