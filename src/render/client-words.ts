import type { ClientPrediction } from '../model/client.ts';
import { durationText } from './words.ts';

/** What is small enough to be nobody's complaint: a connect on loopback with the noise of a busy machine. */
const FELT_MS = 20;

/** The stacks that most readers use, one generation each; `whyslow clients` shows all. */
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

export const isFelt = ({ predicted }: ClientPrediction): boolean =>
  predicted.outcome === 'fails' || predicted.ms >= FELT_MS;

/** The common clients, dearest first; empty when none of them feels anything. */
export function commonClients(clients: readonly ClientPrediction[]): readonly ClientPrediction[] {
  const common = clients.filter(({ id }) => commonIds.has(id));
  return common.some(isFelt) ? common.toSorted((a, b) => costOf(b) - costOf(a)) : [];
}

/** Clients that fail come first, then those that wait longest. */
export const dearestFirst = (a: ClientPrediction, b: ClientPrediction): number => {
  const [one, other] = [costOf(a), costOf(b)];
  return one === other ? b.predicted.ms - a.predicted.ms : other - one;
};

/** On a healthy machine all bars would be full of noise; a tenth of a second is the least worth a bar. */
export const SHORTEST_SCALE_MS = 100;

export const costOf = ({ predicted }: ClientPrediction): number =>
  predicted.outcome === 'fails' ? Infinity : predicted.ms;

export function predictedText({ predicted }: ClientPrediction): string {
  if (predicted.outcome === 'fails') return 'fails';
  return predicted.ms < FELT_MS ? 'at once' : durationText(predicted.ms);
}
