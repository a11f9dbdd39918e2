import { durationText } from '../number-text.ts';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of at most `room` cells in steps of an eighth. A share above 0 shows at least one eighth. */
export function bar(share: number, room: number, unicode: boolean): string {
  const clipped = Math.min(1, Math.max(0, share));
  if (!unicode) return '#'.repeat(Math.max(clipped > 0 ? 1 : 0, Math.round(clipped * room)));
  const eighths = Math.max(clipped > 0 ? 1 : 0, Math.round(clipped * room * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

/** A hatched bar over the whole width, for a connection that failed. */
export const hatchedBar = (room: number, unicode: boolean): string => (unicode ? '▒' : '/').repeat(room);

/** The head of a column of bars: 0 at the left edge, the longest duration at the right, or that alone in little room. */
export function scale(longestMs: number, room: number): string {
  const longest = durationText(longestMs);
  return longest.length + 2 > room ? longest.padStart(room) : `0${longest.padStart(room - 1)}`;
}

/** An interval on a scale of `room` cells: blank before its start, and at least one eighth of a cell long. */
export function span(from: number, to: number, room: number, unicode: boolean): string {
  const before = Math.min(room - 1, Math.floor(Math.max(0, from) * room));
  return ' '.repeat(before) + bar(Math.max(1 / (room * 8), to - from), room, unicode).slice(0, room - before);
}

/** A bar with a mark at the limit. A bar beyond the limit is crossed by the mark. */
export function gauge(value: number, limit: number, room: number, unicode: boolean): string {
  // The limit lies at two thirds, so that a miss has room. A larger value takes the whole width.
  const longest = Math.max(limit * 1.5, value);
  const at = Math.min(room - 1, Math.round((limit / longest) * room));
  const drawn = bar(value / longest, room, unicode).padEnd(room);
  return `${drawn.slice(0, at)}${unicode ? '┃' : '|'}${drawn.slice(at + 1)}`.trimEnd();
}

const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const ASCII_LEVELS = ['_', '.', '-', '=', '#'] as const;
const MISSED = { unicode: '×', ascii: 'x' } as const;

/**
 * A line of bars from zero to the largest value, so that constant values look flat and a doubling looks like one.
 * A null is a missing answer.
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
