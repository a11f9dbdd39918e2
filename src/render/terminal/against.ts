import type { Against, FindingChange } from '../../model/against.ts';
import { durationText } from '../words.ts';
import { grid } from './grid.ts';
import type { Pen } from './pen.ts';

const paints = { solved: 'green', 'not-solved': 'red', new: 'red', undecided: 'yellow' } as const;
const marks = { solved: '✔', 'not-solved': '✖', new: '✖', undecided: '?' } as const;
const asciiMarks = { solved: 'ok', 'not-solved': 'x', new: 'x', undecided: '?' } as const;

/** Beside an earlier run: what is solved first, then what each name costs now. */
export function drawAgainst(against: Against | null, pen: Pen): string {
  if (against === null) return '';
  const lines = against.findings.map((change) => line(change, pen));
  const names = against.names.map(({ name, beforeMs, afterMs }) => [
    name,
    beforeMs === null ? 'no answer' : durationText(beforeMs),
    pen.unicode ? '→' : '->',
    afterMs === null ? 'no answer' : durationText(afterMs),
    factor(beforeMs, afterMs),
  ]);
  const head = pen.ink.bold(`  compared with the run of ${against.startedAt.slice(0, 16).replace('T', ' ')}`);
  return [head, ...lines, grid(['left', 'right', 'left', 'right', 'left'], names)].join('\n');
}

function line({ id, change, beforeMs, afterMs }: FindingChange, { ink, unicode }: Pen): string {
  const mark = (unicode ? marks : asciiMarks)[change];
  const cost =
    beforeMs === null || afterMs === null ? '' : `, ${durationText(beforeMs)} then, ${durationText(afterMs)} now`;
  return `  ${ink[paints[change]].bold(`${mark} ${change.replace('-', ' ')}`)}  ${id}${cost}`;
}

/** "1 700 times faster" is said where it is at least a tenth: below, it is noise. */
function factor(beforeMs: number | null, afterMs: number | null): string {
  if (beforeMs === null || afterMs === null || afterMs === 0) return '';
  const ratio = beforeMs / afterMs;
  return ratio >= 1.1 ? `${ratio >= 10 ? Math.round(ratio) : ratio.toFixed(1)} times faster` : '';
}
