import { SLOW_ANSWER_MS } from '../../../model/slow.ts';
import type { GatherContext } from '../../context.ts';
import type { TimedRequest } from './contract.ts';
import { timedGet } from './request.ts';
import { ENOUGH_OF_SLOW_MS, MOST_REQUESTS, SAMPLE_FOR_MS } from './watch-while.ts';

/** One whole slow answer is seen where it is no longer than this. */
const LONGEST_ANSWER_MS = 30_000;

/**
 * Sends GETs of the URL one at a time. Ends at the first one that is not answered.
 *
 * @param before requests that were sent already: so many fewer are sent.
 */
export async function sendRequests(
  { target, signal }: Pick<GatherContext, 'target' | 'signal'>,
  before: readonly TimedRequest[] = [],
): Promise<readonly TimedRequest[]> {
  const requests = [...before];
  const endMs = performance.now() + SAMPLE_FOR_MS;
  while (performance.now() < endMs && !isEnough(requests) && !signal.aborted) {
    const request = await timedGet(target, AbortSignal.any([signal, AbortSignal.timeout(LONGEST_ANSWER_MS)]));
    if (request === null) break;
    requests.push(request);
  }
  return requests;
}

/** Whether these requests show what the server waits for. */
export function isEnough(requests: readonly TimedRequest[]): boolean {
  const totalMs = requests.reduce((sum, { sentUs, endUs }) => sum + endUs - sentUs, 0) / 1_000;
  const areSlow = totalMs > SLOW_ANSWER_MS * requests.length;
  return requests.length >= MOST_REQUESTS || (areSlow && totalMs >= ENOUGH_OF_SLOW_MS);
}
