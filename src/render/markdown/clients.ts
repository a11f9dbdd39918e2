import type { Run } from '../../model/run.ts';
import { answersSentence, answerText, commonClients, isAnswerFelt, predictedText } from '../client-words.ts';
import { durationText } from '../words.ts';
import { code, table, text } from './escape.ts';

/** What each client pays on a new connection: all of them where they are the question, else the common ones. */
export function clientsSection({ clients, command }: Run): string {
  const shown = command === 'clients' ? clients : commonClients(clients);
  if (shown.length === 0) return '';
  const answered = isAnswerFelt(shown);
  const rows = shown.map((client) => [
    text(client.title),
    predictedText(client),
    ...(answered ? [answerText(client)] : []),
    client.predicted.outcome === 'connects' ? code(client.predicted.via, 'cell') : text(client.predicted.because),
    client.measuredMs === null ? '–' : durationText(client.measuredMs),
  ]);
  const head = ['client', 'predicted', ...(answered ? ['then the answer'] : []), 'via', 'measured'];
  const align = head.map((title) => (title === 'client' || title === 'via' ? 'left' : 'right'));
  const sentence = answered ? ` ${answersSentence(shown)}.` : '';
  return `## What each client feels\n\nOn every new connection; predicted from the measured addresses, and timed where the client was run.${sentence}\n\n${table(head, align, rows)}`;
}
