import { durationText } from '../words.ts';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of at most `room` cells, an eighth of a cell fine; anything above nothing shows at least one eighth. */
export function bar(share: number, room: number, unicode: boolean): string {
  const clipped = Math.min(1, Math.max(0, share));
  if (!unicode) return '#'.repeat(Math.max(clipped > 0 ? 1 : 0, Math.round(clipped * room)));
  const eighths = Math.max(clipped > 0 ? 1 : 0, Math.round(clipped * room * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

/** A bar from edge to edge that stands for no length: for what never came. */
export const hatchedBar = (room: number, unicode: boolean): string => (unicode ? '▒' : '/').repeat(room);

/** The head of a column of bars: nothing at its left edge, the longest at its right. */
export const scale = (longestMs: number, room: number): string => `0${durationText(longestMs).padStart(room - 1)}`;

/** A stretch of time on a scale of `room` cells: blank until it begins, and never less than its thinnest sign. */
export function span(from: number, to: number, room: number, unicode: boolean): string {
  const before = Math.min(room - 1, Math.floor(Math.max(0, from) * room));
  return ' '.repeat(before) + bar(Math.max(1 / (room * 8), to - from), room, unicode).slice(0, room - before);
}

/** A bar whose scale has the limit marked: the mark stands through the bar where it goes beyond. */
export function gauge(value: number, limit: number, room: number, unicode: boolean): string {
  // The limit lies at two thirds, so that a miss has room to be seen; a value beyond that takes all of it.
  const longest = Math.max(limit * 1.5, value);
  const at = Math.min(room - 1, Math.round((limit / longest) * room));
  const drawn = bar(value / longest, room, unicode).padEnd(room);
  return `${drawn.slice(0, at)}${unicode ? '┃' : '|'}${drawn.slice(at + 1)}`.trimEnd();
}

const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const ASCII_LEVELS = ['_', '.', '-', '=', '#'] as const;
const MISSED = { unicode: '×', ascii: 'x' } as const;

/**
 * A line of bars from nothing to the largest, so that a flat line looks flat and a doubling like a doubling.
 * A null is an answer that did not come.
 */
export function sparkline(values: readonly (number | null)[], unicode: boolean): string {
  const levels = unicode ? LEVELS : ASCII_LEVELS;
  const most = Math.max(0, ...values.map((value) => value ?? 0));
  const missed = MISSED[unicode ? 'unicode' : 'ascii'];
  return values
    .map((value) => {
      if (value === null) return missed;
      return most > 0 ? (levels[Math.round((value / most) * (levels.length - 1))] ?? '') : levels[0];
    })
    .join('');
}

/**
 * As many values as there is room for: neighbours share a place, and the largest of them takes it. An answer that did not
 * come takes it before any that did.
 */
export function squeezed(values: readonly (number | null)[], room: number): readonly (number | null)[] {
  if (values.length <= room) return values;
  return Array.from({ length: room }, (_, place) => {
    const from = Math.floor((place * values.length) / room);
    const to = Math.max(Math.floor(((place + 1) * values.length) / room), from + 1);
    return values
      .slice(from, to)
      .reduce((most, value) => (most === null || value === null ? null : Math.max(most, value)));
  });
}
