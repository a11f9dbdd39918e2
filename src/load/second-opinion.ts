import { performance } from 'node:perf_hooks';
import autocannon from 'autocannon';
import type { HttpRequest } from '../model/http.ts';
import type { SecondOpinion, SuiteName } from '../model/suite.ts';
import type { Target } from '../model/target.ts';
import { emptyHistogram } from '../stats/histogram.ts';
import { latencyMs } from './recorder.ts';

export interface SecondOpinionPlan {
  readonly suite: SuiteName;
  readonly target: Target;
  readonly request: HttpRequest;
  readonly connections: number;
  readonly requests: number;
  readonly signal: AbortSignal;
}

const TIMEOUT_S = 10;

/**
 * The same request by autocannon, on as many connections. Its own histogram holds whole milliseconds, so the times of
 * its `response` events, which are not rounded, are recorded in one of ours.
 */
export async function askAutocannon(plan: SecondOpinionPlan): Promise<SecondOpinion> {
  const times = emptyHistogram();
  let wrong = 0;
  const started = performance.now();
  // autocannon ends on the next tick of its one-second clock; the rate is over the time in which it was answered.
  let lastAnswer = started;
  await new Promise<void>((resolve, reject) => {
    // Without a rate autocannon corrects nothing; its correction would take the interval in the wrong unit.
    const instance = autocannon(
      {
        url: new URL(plan.request.path, plan.target.url).href,
        method: plan.request.method,
        headers: { ...plan.request.headers },
        connections: plan.connections,
        amount: plan.requests,
        timeout: TIMEOUT_S,
      },
      (error: Error | null) => (error === null ? resolve() : reject(error)),
    );
    instance.on('response', (_client, status, _bytes, tookMs) => {
      lastAnswer = performance.now();
      if (status === 200) times.record(Math.round(tookMs * 1_000));
      else wrong += 1;
    });
    instance.on('reqError', () => (wrong += 1));
    plan.signal.addEventListener('abort', () => instance.stop(), { once: true });
  });
  return {
    tool: 'autocannon',
    suite: plan.suite,
    connections: plan.connections,
    n: times.count,
    errors: wrong,
    serviceMs: latencyMs(times),
    perSecond: times.count === 0 ? 0 : (times.count / (lastAnswer - started)) * 1_000,
  };
}
