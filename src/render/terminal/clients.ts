import type { ClientPrediction } from '../../model/client.ts';
import type { Run } from '../../model/run.ts';
import { commonClients, costOf, isFelt, predictedText } from '../client-words.ts';
import { durationText } from '../words.ts';
import { grid } from './grid.ts';
import { bar, type Pen } from './pen.ts';

const BAR_CELLS = 16;
/** On a healthy machine all bars would be full of noise; a tenth of a second is the least worth a bar. */
const SHORTEST_SCALE_MS = 100;

/** One line in a diagnosis, the whole table where clients are the question. */
export const drawClients = (run: Run, pen: Pen): string =>
  run.command === 'clients' ? wholeTable(run.clients, pen) : oneLine(run.clients, pen);

function oneLine(clients: readonly ClientPrediction[], pen: Pen): string {
  const felt = commonClients(clients);
  if (felt.length === 0) return '';
  const words = felt.map(
    (client) => `${client.title.replaceAll(' ', '\u00a0')}\u00a0${predictedText(client).replaceAll(' ', '\u00a0')}`,
  );
  const separator = pen.unicode ? ' · ' : ', ';
  // The no-break spaces keep a client and its price on one line; the terminal gets plain ones.
  return pen.wrap(`What your clients feel: ${words.join(separator)}`, 2).replaceAll('\u00a0', ' ');
}

function wholeTable(clients: readonly ClientPrediction[], pen: Pen): string {
  if (clients.length === 0) return '';
  const dearest = Math.max(SHORTEST_SCALE_MS, ...clients.map(costOf).filter(Number.isFinite));
  const timed = clients.some(({ measuredMs }) => measuredMs !== null);
  const head = ['client', 'predicted', 'via', ...(timed ? ['measured'] : []), ''].map((text) => pen.ink.dim(text));
  const rows = clients
    .toSorted((a, b) => costOf(b) - costOf(a))
    .map((client) => [
      client.title,
      paint(client, pen),
      client.predicted.outcome === 'connects' ? client.predicted.via : '',
      ...(timed ? [client.measuredMs === null ? '' : durationText(client.measuredMs)] : []),
      pen.ink.cyan(bar(Number.isFinite(costOf(client)) ? costOf(client) / dearest : 0, BAR_CELLS, pen.unicode)),
    ]);
  return grid(['left', 'right', 'left', ...(timed ? (['right'] as const) : []), 'left'], [head, ...rows]);
}

const paint = (client: ClientPrediction, { ink }: Pen): string =>
  isFelt(client) ? ink.red(predictedText(client)) : predictedText(client);
