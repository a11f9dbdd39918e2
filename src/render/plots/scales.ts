import { scaleLinear, scaleLog } from 'd3-scale';
import { countText } from '../words.ts';

export interface Scale {
  (ms: number): number;
  readonly ticks: readonly number[];
  readonly kind: 'linear' | 'log';
}

/** Beyond this factor a linear axis presses everything but the largest into one line. */
const LINEAR_UP_TO = 25;
/** A microsecond is what the clocks resolve; nothing is drawn below it, and no logarithm is asked of zero. */
const LEAST_MS = 0.001;

const rangeOf = (valuesMs: readonly number[]): { readonly low: number; readonly high: number } => ({
  low: Math.max(LEAST_MS, Math.min(...valuesMs)),
  high: Math.max(LEAST_MS, ...valuesMs),
});

/**
 * The one kind of scale for all panels of a figure, so that equal heights mean the same in each: logarithmic as soon as one
 * panel cannot be read on an axis from zero.
 */
export const scaleKind = (panels: readonly (readonly number[])[]): Scale['kind'] =>
  panels.some((valuesMs) => {
    const { low, high } = rangeOf(valuesMs);
    return high / low > LINEAR_UP_TO;
  })
    ? 'log'
    : 'linear';

export const scaleWords = (kind: Scale['kind']): string => (kind === 'log' ? 'logarithmic axes' : 'axes from zero');

/**
 * Milliseconds on an axis from `from` to `to` px. Linear and from zero where all of it can be read, else logarithmic.
 * @param valuesMs all that will be drawn
 * @param kind what the other panels of the figure have
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

/** A panel of answers that are all alike: a logarithm over less has no tick. */
const NARROWEST = 2;
/** The lowest line shall not lie on the edge. */
const ROOM_BELOW = 0.8;
/** Over more decades than this the powers of ten are enough. */
const FINE_UP_TO_DECADES = 2;

function logTicks(low: number, high: number): readonly number[] {
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const steps = stepsFor(Math.log10(high / low));
  return Array.from({ length: to - from + 1 }, (_, index) => index + from)
    .flatMap((power) => steps.map((step) => Number((step * 10 ** power).toPrecision(2))))
    .filter((tick) => tick >= low * ROOM_BELOW && tick <= high);
}

/** Over less than this even the steps of two and five leave an axis with one tick or none. */
const FINEST_UP_TO_DECADES = 0.5;

function stepsFor(decades: number): readonly number[] {
  if (decades > FINE_UP_TO_DECADES) return [1];
  return decades > FINEST_UP_TO_DECADES ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9];
}

const LEAST_TICK_GAP_PX = 13;

/** Ticks whose names do not cover each other, from the lowest on. */
export function spaced(ticks: readonly number[], at: (ms: number) => number): readonly number[] {
  const kept: number[] = [];
  for (const tick of ticks) {
    const last = kept.at(-1);
    if (last === undefined || Math.abs(at(tick) - at(last)) >= LEAST_TICK_GAP_PX) kept.push(tick);
  }
  return kept;
}

/** An axis says round numbers, and needs no digits to say how true they are. */
export const tickText = (ms: number): string => (ms >= 999.5 ? countText(ms) : String(Number(ms.toPrecision(3))));

/** Steps that a reader counts in: seconds, then minutes, then hours. */
const STEPS_S = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400,
];
const MOST_TICKS = 8;

export function timeTicks(spanS: number): readonly number[] {
  const step = STEPS_S.find((candidate) => spanS / candidate <= MOST_TICKS) ?? spanS / MOST_TICKS;
  return Array.from({ length: Math.floor(spanS / step) + 1 }, (_, index) => index * step);
}

export function timeText(seconds: number): string {
  if (seconds < 120) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 7_200) return `${Number((seconds / 60).toFixed(1))} min`;
  return `${Number((seconds / 3_600).toFixed(1))} h`;
}

/** Moves labels apart until none covers another, and keeps their order; each as near to its place as it goes. */
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

/** What stands side by side, told apart by colour and by dashes: either alone is enough. */
const COLOURS = ['main', 'good', 'ink'] as const;
const DASHES = ['', ' dash', ' dot'] as const;

export interface Stroke {
  readonly colour: (typeof COLOURS)[number];
  readonly dash: (typeof DASHES)[number];
}

/** From the fourth on a colour comes again, with another dash: nine strokes differ. */
export const strokeAt = (index: number): Stroke => ({
  colour: COLOURS[index % COLOURS.length] ?? COLOURS[0],
  dash: DASHES[(index + Math.floor(index / COLOURS.length)) % DASHES.length] ?? DASHES[0],
});
