import stringWidth from 'string-width';
import type { Judged } from '../../model/verdict.ts';
import { limitMsOf } from '../limit.ts';
import { msText, verdictMarks } from '../number-text.ts';
import { bar, gauge } from './bars.ts';
import type { Pen } from './pen.ts';
import { type Column, fittedTable } from './table.ts';

const paints = { pass: 'green', warn: 'yellow', fail: 'red', inconclusive: 'yellow', invalid: 'red' } as const;
const BARS = { atLeast: 10, atMost: 30 } as const;

/** One line each: verdict, threshold, measured value and its distance from the limit. Other verdicts than pass have a reason. */
export function drawVerdicts(verdicts: readonly Judged[], pen: Pen): string {
  if (verdicts.length === 0) return '';
  const fill = { ...BARS, column: (room: number) => againstLimit(room, pen) };
  const [head = '', ...lines] = fittedTable(verdicts, columnsFor(pen), pen, fill).split('\n');
  return [head, ...verdicts.flatMap((judged, index) => withReason(lines[index] ?? '', judged, pen))].join('\n');
}

const columnsFor = ({ ink, unicode }: Pen): readonly Column<Judged>[] => [
  {
    title: 'verdict',
    side: 'left',
    dispensable: 0,
    cell: ({ verdict }) => `${verdictMarks[verdict][unicode ? 'unicode' : 'ascii']} ${verdict}`,
    paint: (text, { verdict }) => ink[paints[verdict]].bold(text),
  },
  { title: 'threshold', side: 'left', dispensable: 0, cell: ({ target }) => target },
  {
    title: 'measured',
    side: 'right',
    dispensable: 0,
    cell: measuredText,
    paint: (text) => ink.bold(text),
  },
];

const againstLimit = (room: number, { ink, unicode }: Pen): Column<Judged> => ({
  title: legend(room, unicode),
  side: 'left',
  dispensable: 0,
  cell: ({ target, actualMs }) => {
    const limitMs = limitMsOf(target);
    return actualMs === null || limitMs === null ? '' : gauge(actualMs, limitMs, room, unicode);
  },
  paint: (text, { verdict }) => ink[paints[verdict]](text),
});

/** The legend of the bars, as far as there is room. */
function legend(room: number, unicode: boolean): string {
  const limit = `${unicode ? '┃' : '|'} limit`;
  const whole = `${bar(1, 1, unicode)} measured  ${limit}`;
  return whole.length <= room ? whole : limit;
}

/** A share or a rate is in the reason, which is then always shown. */
const measuredText = ({ target, actualMs }: Judged): string =>
  actualMs === null || limitMsOf(target) === null ? '' : `${msText(actualMs)} ms`;

/** The reason beside the number on a wide page, else below it. There a pass with a number has none. */
function withReason(line: string, judged: Judged, pen: Pen): readonly string[] {
  const { verdict, because } = judged;
  const roomy = stringWidth(line) + 2 + stringWidth(because) <= pen.width;
  if (roomy) return [`${line}  ${pen.ink.dim(because)}`];
  return verdict === 'pass' && measuredText(judged) !== '' ? [line] : [line, pen.ink.dim(pen.wrap(because, 4))];
}
