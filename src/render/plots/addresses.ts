import { scaleLinear } from 'd3-scale';
import type { AddressRow, Run } from '../../model/run.ts';
import { type Markup } from '../markup.ts';
import { durationText } from '../number-text.ts';
import type { PlotMember } from './contract.ts';
import { type Segment, segmentBar } from './segments.ts';
import { clip, heading, line, MARGIN, px, textWidth, TOP, WIDTH, svgText } from './svg.ts';

const NAME = 'addresses';
const LABEL_PX = 190;
const TAIL_PX = 170;
const ROW_PX = 46;
const BAR_PX = 18;

interface Bar {
  readonly row: AddressRow;
  readonly segments: readonly Segment[];
  readonly endMs: number;
}

/** The time of a new connection by address, in the order in which a client tries them. */
export const addresses: PlotMember = {
  name: NAME,
  draw(run) {
    const bars = barsOf(run);
    const longestMs = Math.max(...bars.map(({ endMs }) => endMs));
    if (bars.length === 0 || longestMs <= 0) return null;
    const x = scaleLinear()
      .domain([0, longestMs])
      .range([MARGIN + LABEL_PX, WIDTH - MARGIN - TAIL_PX]);
    const height = TOP + bars.length * ROW_PX + 6;
    return {
      title: 'Where a new connection spends its time',
      description: `${bars.map(describe).join('. ')}.`,
      height,
      parts: [
        ...heading(
          'Where a new connection spends its time',
          'In the order in which a client tries them; medians, the first byte counted from the connect',
        ),
        line(x(0), TOP - 4, x(0), height - 10, 'l thin s-rule'),
        ...bars.flatMap((bar, index) => rowOf(bar, TOP + index * ROW_PX, x)),
      ],
    };
  },
};

function barsOf({ addresses: rows }: Run): readonly Bar[] {
  return rows.map((row) => {
    const before = rows.filter(({ name, order }) => name === row.name && order < row.order);
    const waitedMs = before.reduce(
      (sum, { connect, connectMs }) => sum + (connect === 'accepted' ? 0 : connectMs.p50),
      0,
    );
    const segments = segmentsOf(row, row.order === 0 ? 0 : row.resolveMs + waitedMs);
    return { row, segments, endMs: segments.at(-1)?.toMs ?? 0 };
  });
}

/**
 * The first address includes the lookup. A later one begins when those before it have failed. A segment is as long as the
 * time between two events; its hint shows the numbers of the table, which count from the connect.
 */
function segmentsOf(row: AddressRow, startMs: number): readonly Segment[] {
  const { order, resolveMs, connect, connectMs, firstByteMs, totalMs } = row;
  const connectAtMs = order === 0 ? startMs + resolveMs : startMs;
  const accepted = connect === 'accepted';
  const connected = connectAtMs + connectMs.p50;
  const piece = (label: string, fromMs: number, toMs: number, style: Pick<Segment, 'colour' | 'hatched'>): Segment => ({
    label,
    fromMs,
    toMs,
    ...style,
    hint: `${row.address}: ${captionOf(row)}`,
  });
  const firstByte = firstByteMs === null ? connected : Math.max(connected, connectAtMs + firstByteMs.p50);
  const end = totalMs === null ? firstByte : Math.max(firstByte, totalMs.p50);
  return [
    ...(order === 0 && resolveMs > 0 ? [piece('lookup', startMs, connectAtMs, { colour: 'soft', hatched: true })] : []),
    accepted
      ? piece('connect', connectAtMs, connected, { colour: 'main', hatched: false })
      : piece(connect, connectAtMs, connected, { colour: 'bad', hatched: true }),
    ...(firstByteMs === null ? [] : [piece('first byte', connected, firstByte, { colour: 'pale', hatched: false })]),
    ...(end > firstByte ? [piece('rest', firstByte, end, { colour: 'main', hatched: true })] : []),
  ];
}

const labelOf = ({ name, address, order }: AddressRow): string => {
  if (name === address) return address;
  return order === 0 ? `${name} → ${address}` : `→ ${address}`;
};

/** The total of the table, or the reason for its absence. */
function endOf({ connect, connectMs, totalMs }: AddressRow): string {
  if (connect !== 'accepted') return `✖ ${connect} after ${durationText(connectMs.p50)}`;
  return totalMs === null ? '✖ accepts, no answer' : durationText(totalMs.p50);
}

/** The columns of the table with their numbers, in the same order. */
const captionOf = ({ name, address, order, resolveMs, connect, connectMs, firstByteMs }: AddressRow): string =>
  [
    ...(order === 0 && name !== address ? [`lookup ${durationText(resolveMs)}`] : []),
    `${connect === 'accepted' ? 'connect' : connect} ${durationText(connectMs.p50)}`,
    ...(firstByteMs === null ? [] : [`first byte ${durationText(firstByteMs.p50)}`]),
  ].join(' · ');

const describe = ({ row }: Bar): string => `${labelOf(row)}: ${endOf(row).replace('✖ ', '')}`;

function rowOf(bar: Bar, y: number, x: (ms: number) => number): readonly Markup[] {
  const answers = bar.row.connect === 'accepted' && bar.row.totalMs !== null;
  const caption = captionOf(bar.row);
  const startPx = x(bar.segments[0]?.fromMs ?? 0);
  const captionPx = Math.min(startPx, WIDTH - MARGIN - textWidth(caption, 11));
  return [
    svgText(MARGIN, y + 14, clip(labelOf(bar.row), LABEL_PX - 10)),
    ...segmentBar(bar.segments, { plot: NAME, y, height: BAR_PX, x }),
    svgText(px(x(bar.endMs)) + 8, y + 14, endOf(bar.row), { colour: answers ? 'ink' : 'bad' }),
    svgText(captionPx, y + BAR_PX + 14, caption, { kind: 'small', colour: 'soft' }),
  ];
}
