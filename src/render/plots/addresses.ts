import { NOTICEABLE_MS } from '../../model/client.ts';
import type { AddressRow, Run } from '../../model/run.ts';
import { durationText } from '../number-text.ts';
import { barRows, type BarRow } from './bar-rows.ts';
import type { PlotMember } from './contract.ts';
import { type Segment, segmentBar } from './segments.ts';

const NAME = 'addresses';
const SHAPE = { labelPx: 190, valuePx: 170, barPx: 18, gapPx: 14 } as const;

interface Bar {
  readonly row: AddressRow;
  readonly segments: readonly Segment[];
  readonly endMs: number;
}

/** The time of a new connection by address, in the order in which a client tries them. */
export const addresses: PlotMember = {
  name: NAME,
  draw(run, frame) {
    const bars = barsOf(run);
    const longestMs = Math.max(...bars.map(({ endMs }) => endMs));
    if (bars.length === 0 || longestMs <= 0) return null;
    return {
      title: titleOf(run),
      subtitle:
        'A new connection to each address, in the order in which a client tries them; medians, the first byte counted from the start of the connect',
      description: `${bars.map(describe).join('. ')}.`,
      ...barRows(bars.map(rowOf), { frame, longestMs, ...SHAPE }),
    };
  },
};

/** The requested name, or the first one where it has no row. */
function titleOf({ addresses: all, target }: Run): string {
  const name = all.some((row) => row.name === target.host) ? target.host : (all[0]?.name ?? target.host);
  const rows = all.filter((row) => row.name === name).toSorted((a, b) => a.order - b.order);
  const answering = rows.find(({ connect, totalMs }) => connect === 'accepted' && totalMs !== null);
  if (answering === undefined || answering.totalMs === null) return `${name} gives no answer`;
  const [slow, ...others] = rows.filter(
    ({ connect, connectMs, order }) =>
      order < answering.order && connect !== 'accepted' && connectMs.p50 >= NOTICEABLE_MS,
  );
  if (slow === undefined) return `${name} answers in ${durationText(answering.totalMs.p50)}`;
  if (others.length > 0)
    return `${name} answers after ${durationText(answering.totalMs.p50)}, most of it spent on other addresses`;
  return `${name} waits ${durationText(slow.connectMs.p50)} before it connects`;
}

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
    ...(firstByteMs === null ? [] : [piece('wait', connected, firstByte, { colour: 'pale', hatched: false })]),
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
    ...(firstByteMs === null ? [] : [`first byte after ${durationText(firstByteMs.p50)}`]),
  ].join(' · ');

const describe = ({ row }: Bar): string => `${labelOf(row)}: ${endOf(row).replace('✖ ', '')}`;

function rowOf(bar: Bar): BarRow {
  const { row, segments, endMs } = bar;
  return {
    label: labelOf(row),
    value: endOf(row),
    isBad: row.connect !== 'accepted' || row.totalMs === null,
    fromMs: segments[0]?.fromMs ?? 0,
    endMs,
    caption: captionOf(row),
    bar: (place) => segmentBar(segments, place),
  };
}
