import { scaleLinear, scaleLog } from 'd3-scale';
import { countText } from '../number-text.ts';

export interface Scale {
  (ms: number): number;
  readonly ticks: readonly number[];
  readonly kind: 'linear' | 'log';
}

/** Beyond this factor a linear axis shows everything but the largest value as one line. */
const LINEAR_UP_TO = 25;
/** The clocks resolve a microsecond. The bound also keeps zero out of the logarithm. */
const LEAST_MS = 0.001;

const rangeOf = (valuesMs: readonly number[]): { readonly low: number; readonly high: number } => ({
  low: Math.max(LEAST_MS, Math.min(...valuesMs)),
  high: Math.max(LEAST_MS, ...valuesMs),
});

/**
 * The kind of scale for all panels of a figure, so that equal heights mean the same in each. It is logarithmic as soon as
 * one panel is not readable on an axis from zero.
 */
export const scaleKind = (panels: readonly (readonly number[])[]): Scale['kind'] =>
  panels.some((valuesMs) => {
    const { low, high } = rangeOf(valuesMs);
    return high / low > LINEAR_UP_TO;
  })
    ? 'log'
    : 'linear';

export const axisText = (kind: Scale['kind'], panels: number): string =>
  `${kind === 'log' ? 'logarithmic axes' : 'axes from zero'}${panels === 1 ? '' : ', one for each panel'}`;

/**
 * Milliseconds on an axis from `from` to `to` px. Linear and from zero where all values are readable, else logarithmic.
 * @param valuesMs all values that will be drawn
 * @param kind the kind of the other panels of the figure
 */
export function latencyScale(
  valuesMs: readonly number[],
  from: number,
  to: number,
  kind: Scale['kind'] = scaleKind([valuesMs]),
): Scale {
  const { low, high } = rangeOf(valuesMs);
  if (kind === 'linear') {
    const scale = scaleLinear().domain([0, high]).range([from, to]);
    return Object.assign((ms: number) => scale(ms), { ticks: scale.ticks(4), kind });
  }
  const [least, most] = [low * ROOM_BELOW, Math.max(high, low * NARROWEST)];
  const scale = scaleLog().domain([least, most]).range([from, to]);
  return Object.assign((ms: number) => scale(Math.max(least, ms)), { ticks: logTicks(low, most), kind });
}

/** The smallest range of a logarithmic axis. A smaller one would have no tick. */
const NARROWEST = 2;
/** Keeps the lowest line off the edge. */
const ROOM_BELOW = 0.8;
/** Above this number of decades only powers of ten are ticks. */
const FINE_UP_TO_DECADES = 2;

function logTicks(low: number, high: number): readonly number[] {
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const steps = stepsFor(Math.log10(high / low));
  return Array.from({ length: to - from + 1 }, (_, index) => index + from)
    .flatMap((power) => steps.map((step) => Number((step * 10 ** power).toPrecision(2))))
    .filter((tick) => tick >= low * ROOM_BELOW && tick <= high);
}

/** Below this number of decades steps of two and five would leave at most one tick. */
const FINEST_UP_TO_DECADES = 0.5;

function stepsFor(decades: number): readonly number[] {
  if (decades > FINE_UP_TO_DECADES) return [1];
  return decades > FINEST_UP_TO_DECADES ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9];
}

const LEAST_TICK_GAP_PX = 13;

/** Ticks whose labels do not overlap, from the lowest on. */
export function spaced(
  ticks: readonly number[],
  at: (ms: number) => number,
  gapPx = LEAST_TICK_GAP_PX,
): readonly number[] {
  const kept: number[] = [];
  for (const tick of ticks) {
    const last = kept.at(-1);
    if (last === undefined || Math.abs(at(tick) - at(last)) >= gapPx) kept.push(tick);
  }
  return kept;
}

/** Ticks are round numbers and need no trailing digits. */
export const tickText = (ms: number): string => (ms >= 999.5 ? countText(ms) : String(Number(ms.toPrecision(3))));

/** A tick of an axis of durations, with its unit. */
export function msTickText(ms: number): string {
  if (ms === 0) return '0';
  return ms >= 1_000 ? `${Number((ms / 1_000).toPrecision(3))} s` : `${Number(ms.toPrecision(3))} ms`;
}

/** Steps of a time axis: seconds, then minutes, then hours. */
const STEPS_S = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400,
];
const MOST_TICKS = 8;

export function timeTicks(spanS: number, most = MOST_TICKS): readonly number[] {
  const step = STEPS_S.find((candidate) => spanS / candidate <= most) ?? spanS / most;
  return Array.from({ length: Math.floor(spanS / step) + 1 }, (_, index) => index * step);
}

export function timeText(seconds: number): string {
  if (seconds < 120) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 7_200) return `${Number((seconds / 60).toFixed(1))} min`;
  return `${Number((seconds / 3_600).toFixed(1))} h`;
}

/** Moves labels apart until none overlap. Their order is kept, and each stays as near to its place as possible. */
export function apart(places: readonly number[], gap: number, lowest: number): readonly number[] {
  const order = places.map((_, index) => index).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const moved = [...places];
  order.forEach((place, rank) => {
    const above = order[rank - 1];
    if (above !== undefined) moved[place] = Math.max(moved[place] ?? 0, (moved[above] ?? 0) + gap);
  });
  order.toReversed().forEach((place, rank) => {
    const limit = lowest - rank * gap;
    moved[place] = Math.min(moved[place] ?? 0, limit);
  });
  return moved;
}

/** Strokes differ by colour and by dash. Either alone is enough to distinguish three. */
const COLOURS = ['main', 'good', 'ink'] as const;
const DASHES = ['', ' dash', ' dot'] as const;

export interface Stroke {
  readonly colour: (typeof COLOURS)[number];
  readonly dash: (typeof DASHES)[number];
}

/** From the fourth stroke on a colour repeats with another dash, so nine strokes differ. */
export const strokeAt = (index: number): Stroke => ({
  colour: COLOURS[index % COLOURS.length] ?? COLOURS[0],
  dash: DASHES[(index + Math.floor(index / COLOURS.length)) % DASHES.length] ?? DASHES[0],
});
