import type { ClientPrediction } from '../../model/client.ts';
import type { Run } from '../../model/run.ts';
import { answerText, isAnswerNoticeable, predictedText, slowestFirst } from '../client-text.ts';
import type { Markup } from '../markup.ts';
import { durationText } from '../number-text.ts';
import { folded, type Row, table } from './tags.ts';

/** Clients with the same wait as one row, and each client with its note, folded. */
export const clientTables = ({ clients }: Run): readonly Markup[] =>
  clients.length === 0
    ? []
    : [
        groupsTable(clients),
        folded(`Each of the ${clients.length} clients, with its note`, 'not-printed', clientsTable(clients)),
      ];

function groupsTable(clients: readonly ClientPrediction[]): Markup {
  const sorted = clients.toSorted(slowestFirst);
  const firsts = sorted.filter((client, index) => sorted.findIndex((each) => isAlike(each, client)) === index);
  return table(
    'How long each client waits for a new connection, as predicted',
    [{ head: 'wait' }, { head: 'clients' }, { head: 'via' }],
    firsts.map((first) => {
      const titles = sorted.filter((client) => isAlike(client, first)).map(({ title }) => title);
      return {
        cells: [
          waitOf(first),
          `${titles.length}: ${titles.toSorted().map(shortened).join(', ')}`,
          shortened(wayOf(first)),
        ],
      };
    }),
    { class: 'groups' },
  );
}

/** Real titles and reasons are shorter. */
const LONGEST = 100;

const shortened = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

const isAlike = (a: ClientPrediction, b: ClientPrediction): boolean => waitOf(a) === waitOf(b) && wayOf(a) === wayOf(b);

function waitOf(client: ClientPrediction): string {
  const answer = answerText(client);
  return answer === '' ? predictedText(client) : `${predictedText(client)}, then the answer ${answer}`;
}

const wayOf = ({ predicted }: ClientPrediction): string =>
  predicted.outcome === 'connects' ? predicted.via : predicted.because;

const clientsTable = (clients: readonly ClientPrediction[]): Markup =>
  table(
    'How long each client waits for a new connection',
    [
      { head: 'client' },
      { head: 'predicted', isNumber: true },
      ...(isAnswerNoticeable(clients) ? [{ head: 'then the answer', isNumber: true }] : []),
      { head: 'via' },
      { head: 'timed here', isNumber: true },
      { head: 'note' },
    ],
    clients.toSorted(slowestFirst).map((client) => clientRow(client, isAnswerNoticeable(clients))),
  );

const clientRow = (client: ClientPrediction, answered: boolean): Row => ({
  cells: [
    client.title,
    predictedText(client),
    ...(answered ? [answerText(client)] : []),
    shortened(wayOf(client)),
    client.measuredMs === null ? '–' : durationText(client.measuredMs),
    client.note ?? '',
  ],
});
