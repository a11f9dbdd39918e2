import { type ClientPrediction, isNoticeable, NOTICEABLE_MS } from '../model/client.ts';
import { durationText } from './number-text.ts';

/** The most common stacks, one generation each. `whyslow clients` shows all. */
const commonIds = new Set([
  'python-requests',
  'python-aiohttp-3-10',
  'dotnet-http-client',
  'ruby-net-http-3-3',
  'php-streams',
  'go-net-http',
  'chrome',
  'firefox',
  'node-http-20',
  'node-http-18',
  'curl-8-16',
  'curl-7-78',
  'java-http-client',
]);

/** The common clients, slowest first. Empty when none of them has a noticeable wait. */
export function commonClients(clients: readonly ClientPrediction[]): readonly ClientPrediction[] {
  const common = clients.filter(({ id }) => commonIds.has(id));
  return common.some(isNoticeable) ? common.toSorted((a, b) => costOf(b) - costOf(a)) : [];
}

/** Clients that fail come first, then those that wait longest. */
export const slowestFirst = (a: ClientPrediction, b: ClientPrediction): number => {
  const [one, other] = [costOf(a), costOf(b)];
  return one === other ? b.predicted.ms - a.predicted.ms : other - one;
};

/** The scale of the bars is at least a tenth of a second. On a healthy machine a shorter scale would show noise. */
export const SHORTEST_SCALE_MS = 100;

export const costOf = ({ predicted }: ClientPrediction): number =>
  predicted.outcome === 'fails' ? Infinity : predicted.ms;

/** The connect alone. Beside a slow answer, "at once" would be read as the whole wait. */
export function predictedText(client: ClientPrediction): string {
  const { predicted } = client;
  if (predicted.outcome === 'fails') return 'fails';
  if (predicted.ms >= NOTICEABLE_MS) return durationText(predicted.ms);
  return answerText(client) === '' ? 'at once' : 'connects at once';
}

/** The wait after the connect, where it is noticeable: "5.00 s", "none within 5.00 s". */
export function answerText({ answer }: ClientPrediction): string {
  if (answer === null) return '';
  if (answer.kind === 'none') return `none within ${durationText(answer.withinMs)}`;
  return answer.ms < NOTICEABLE_MS ? '' : durationText(answer.ms);
}

/** The connect and the wait after it: "connects at once, the answer takes 5.00 s". */
export function wholeWaitText(client: ClientPrediction): string {
  const [connect, answer] = [predictedText(client), answerText(client)];
  if (answer === '') return connect;
  return client.answer?.kind === 'none' ? `${connect}, answer ${answer}` : `${connect}, the answer takes ${answer}`;
}

export const isAnswerNoticeable = (clients: readonly ClientPrediction[]): boolean =>
  clients.some((client) => answerText(client) !== '');

/** One sentence about the answers, below a list of connects. Empty where no answer takes a noticeable time. */
export function answersSentence(clients: readonly ClientPrediction[]): string {
  const texts = [...new Set(clients.map(answerText).filter((text) => text !== ''))];
  if (texts.length === 0) return '';
  if (texts.length > 2) return `These are connect times; the answer then takes ${texts[0]} to ${texts.at(-1)}`;
  return `These are connect times; the answer then: ${texts.join(', or ')}`;
}
