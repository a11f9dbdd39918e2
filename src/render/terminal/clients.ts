import { type ClientPrediction, isNoticeable } from '../../model/client.ts';
import type { Run } from '../../model/run.ts';
import {
  answersSentence,
  answerText,
  commonClients,
  costOf,
  slowestFirst,
  isAnswerNoticeable,
  predictedText,
  SHORTEST_SCALE_MS,
} from '../client-text.ts';
import { durationText } from '../number-text.ts';
import { bar, hatchedBar, scale } from './bars.ts';
import type { Pen } from './pen.ts';
import { type Column, fittedTable } from './table.ts';

const BARS = { atLeast: 8, atMost: 30 } as const;

/** The whole table in `whyslow clients`, else one line for each duration. */
export const drawClients = (run: Run, pen: Pen): string =>
  run.command === 'clients' ? wholeTable(run.clients, pen) : byWait(run.clients, pen);

interface WaitGroup {
  readonly text: string;
  readonly noticeable: boolean;
  readonly titles: readonly string[];
}

const HEAD = 'Predicted wait of each client for a new connection';
const INDENT = 2;

/** Clients with the same wait share a line, slowest first. */
function byWait(clients: readonly ClientPrediction[], pen: Pen): string {
  const common = commonClients(clients);
  if (common.length === 0) return '';
  const groups: WaitGroup[] = [];
  for (const client of common) {
    const text = predictedText(client);
    const known = groups.findIndex((group) => group.text === text);
    const titles = [...(groups[known]?.titles ?? []), client.title];
    groups.splice(known === -1 ? groups.length : known, 1, { text, noticeable: isNoticeable(client), titles });
  }
  const widest = Math.max(...groups.map(({ text }) => text.length));
  const indent = INDENT + widest + 2;
  const sentence = answersSentence(common);
  return [
    pen.ink.dim(`  ${HEAD}`),
    ...groups.map((group) => drawGroup(group, { indent, widest }, pen)),
    ...(sentence === '' ? [] : [pen.wrap(`${sentence}.`, INDENT)]),
  ].join('\n');
}

function drawGroup(
  { text, noticeable, titles }: WaitGroup,
  { indent, widest }: { readonly indent: number; readonly widest: number },
  { ink, unicode, wrap }: Pen,
): string {
  const names = titles.map((title) => title.replaceAll(' ', '\u00a0')).join(unicode ? ' · ' : ', ');
  const [first = '', ...rest] = wrap(names, indent).replaceAll('\u00a0', ' ').split('\n');
  const wait = text.padStart(widest);
  return [`${' '.repeat(INDENT)}${noticeable ? ink.red(wait) : ink.green(wait)}  ${first.trimStart()}`, ...rest].join(
    '\n',
  );
}

function wholeTable(clients: readonly ClientPrediction[], pen: Pen): string {
  if (clients.length === 0) return '';
  const slowestMs = Math.max(SHORTEST_SCALE_MS, ...clients.map(costOf).filter(Number.isFinite));
  const timed = clients.some(({ measuredMs }) => measuredMs !== null);
  const rows = clients.toSorted(slowestFirst);
  return fittedTable(rows, columnsFor({ timed, answered: isAnswerNoticeable(clients) }, pen), pen, {
    ...BARS,
    column: (room) => scaled(room, slowestMs, pen),
  });
}

const columnsFor = (
  { timed, answered }: { readonly timed: boolean; readonly answered: boolean },
  { ink, unicode }: Pen,
): readonly Column<ClientPrediction>[] => [
  { title: 'client', side: 'left', dispensable: 0, cell: ({ title }) => title },
  {
    title: 'predicted wait',
    side: 'right',
    dispensable: 0,
    cell: (client) => `${failMark(client, unicode)}${predictedText(client)}`,
    paint: (text, client) => (isNoticeable(client) ? ink.red(text) : text),
  },
  ...(answered ? [answerColumn] : []),
  {
    title: 'via',
    side: 'left',
    dispensable: 1,
    cell: ({ predicted }) => (predicted.outcome === 'connects' ? predicted.via : ''),
  },
  ...(timed ? [measuredColumn] : []),
];

const answerColumn: Column<ClientPrediction> = {
  title: 'then the answer',
  side: 'right',
  dispensable: 0,
  cell: answerText,
};

const measuredColumn: Column<ClientPrediction> = {
  title: 'measured here',
  side: 'right',
  dispensable: 0,
  cell: ({ measuredMs }) => (measuredMs === null ? '' : durationText(measuredMs)),
};

const fails = ({ predicted }: ClientPrediction): boolean => predicted.outcome === 'fails';

const failMark = (client: ClientPrediction, unicode: boolean): string => {
  if (!fails(client)) return '';
  return unicode ? '✖ ' : 'x ';
};

/** A bar as long as the wait. A client that fails has a hatched bar over the whole width. */
const scaled = (room: number, slowestMs: number, { ink, unicode }: Pen): Column<ClientPrediction> => ({
  title: scale(slowestMs, room),
  side: 'left',
  dispensable: 0,
  cell: (client) => (fails(client) ? hatchedBar(room, unicode) : bar(costOf(client) / slowestMs, room, unicode)),
  paint: (text, client) => (fails(client) ? ink.red(text) : ink.cyan(text)),
});
