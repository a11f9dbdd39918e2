import type { Run } from '../../model/run.ts';
import { answersSentence, answerText, commonClients, isAnswerNoticeable, predictedText } from '../client-text.ts';
import { durationText } from '../number-text.ts';
import { code, table, text } from './escape.ts';

/** How long each client waits for a new connection: all clients in `whyslow clients`, else the common ones. */
export function clientsSection({ clients, command }: Run): string {
  const shown = command === 'clients' ? clients : commonClients(clients);
  if (shown.length === 0) return '';
  const answered = isAnswerNoticeable(shown);
  const rows = shown.map((client) => [
    text(client.title),
    predictedText(client),
    ...(answered ? [answerText(client)] : []),
    client.predicted.outcome === 'connects' ? code(client.predicted.via) : text(client.predicted.because),
    client.measuredMs === null ? '–' : durationText(client.measuredMs),
  ]);
  const head = ['client', 'predicted', ...(answered ? ['then the answer'] : []), 'via', 'measured'];
  const align = head.map((title) => (title === 'client' || title === 'via' ? 'left' : 'right'));
  const sentence = answered ? ` ${answersSentence(shown)}.` : '';
  return `## How long each client waits\n\nOn every new connection; predicted from the measured addresses, and timed where the client was run.${sentence}\n\n${table(head, align, rows)}`;
}
