import { performance } from 'node:perf_hooks';
import autocannon, { type Client } from 'autocannon';
import { begin, type Iteration, checkResponse, buildRequest } from '../flows/interpreter.ts';
import { namesOf, type VirtualUser, type Workload } from '../flows/workload.ts';
import type { HttpResponse } from '../model/http.ts';
import type { SecondOpinion } from '../model/suite.ts';
import type { Target } from '../model/target.ts';
import { emptyHistogram } from '../stats/histogram.ts';
import { freshValues } from './fresh.ts';
import { latencyMs } from './recorder.ts';

export interface SecondOpinionPlan {
  readonly suite: SecondOpinion['suite'];
  readonly workload: Workload;
  readonly target: Target;
  /** One for each connection. */
  readonly users: readonly VirtualUser[];
  readonly requests: number;
  readonly signal: AbortSignal;
}

const TIMEOUT_S = 10;

/**
 * Measures the same flow with autocannon, on as many connections, each with its own chain of tokens. The histogram of
 * autocannon holds whole milliseconds. The times of its `response` events are not rounded, so they are recorded here.
 * @returns the opinion, and the users with their latest tokens.
 */
export async function askAutocannon(
  plan: SecondOpinionPlan,
): Promise<{ readonly opinion: SecondOpinion; readonly users: readonly VirtualUser[] }> {
  const times = emptyHistogram();
  const users = [...plan.users];
  let [next, wrong] = [0, 0];
  const started = performance.now();
  // autocannon ends on the next tick of its one-second clock. The rate counts the time up to the last response only.
  let lastResponse = started;
  const setupClient = (client: Client): void => {
    const index = next % users.length;
    next += 1;
    client.setRequests(chained(plan, users, index, () => (wrong += 1)));
  };
  await new Promise<void>((resolve, reject) => {
    // Without a rate autocannon makes no correction. With one it would take the interval in the wrong unit.
    const instance = autocannon(
      {
        url: new URL(plan.target.url).origin,
        connections: users.length,
        amount: Math.max(plan.requests, users.length),
        timeout: TIMEOUT_S,
        setupClient,
      },
      (error: Error | null) => (error === null ? resolve() : reject(error)),
    );
    instance.on('response', (_client, _status, _bytes, tookMs) => {
      lastResponse = performance.now();
      times.record(Math.round(tookMs * 1_000));
    });
    instance.on('reqError', () => (wrong += 1));
    plan.signal.addEventListener('abort', () => instance.stop(), { once: true });
  });
  const opinion = {
    tool: 'autocannon',
    suite: plan.suite,
    connections: users.length,
    n: Math.max(0, times.count - wrong),
    errors: wrong,
    serviceMs: latencyMs(times),
    perSecond: times.count === 0 ? 0 : (times.count / (lastResponse - started)) * 1_000,
  } as const;
  return { opinion, users };
}

/** The steps of the flow. Each request is built from the session that its user has at that time. */
function chained({ workload }: SecondOpinionPlan, users: VirtualUser[], index: number, wrong: () => void) {
  const { flow, site } = workload;
  const [first] = flow.steps;
  const anew = (): Iteration => {
    const user = users[index];
    if (user === undefined) throw new RangeError(`There is no virtual user ${index}.`);
    return begin(flow, user.session, namesOf(site, user.credentials), freshValues());
  };
  let iteration = anew();
  return flow.steps.map((step) => ({
    method: step.method,
    setupRequest(before: object): object {
      if (step === first) iteration = anew();
      const built = buildRequest(step, iteration);
      if (!built.ok) return before;
      const { path, headers, body } = built.request;
      return { ...before, path, headers, ...(body === null ? {} : { body }) };
    },
    onResponse(status: number, body: string, _context: object, headers?: object): void {
      const checked = checkResponse(step, responseOf(status, body, headers), '/', iteration);
      if (!checked.right) return wrong();
      ({ iteration } = checked);
      const user = users[index];
      if (user !== undefined && step === flow.steps.at(-1)) users[index] = { ...user, session: iteration.session };
    },
  }));
}

type Headers = Readonly<Record<string, string | readonly string[]>>;

function responseOf(status: number, body: string, given: object = {}): HttpResponse {
  const entries = Object.entries(given as Headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const setCookies = entries.flatMap(([name, value]) => (name === 'set-cookie' ? value : []));
  return {
    status,
    body,
    setCookies,
    headers: Object.fromEntries(entries.map(([name, value]) => [name, String(value)])),
  };
}
