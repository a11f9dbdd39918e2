import { Durations, labelText, type Values, valueLines } from '../model/exposition.ts';

/** Upper bounds of the duration buckets, from a cached read to a login on an overloaded machine. */
const BUCKETS_S = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** The Prometheus metrics of this process. With several workers, each reports its own. */
export class Metrics {
  readonly #answers = new Map<string, number>();
  readonly #durations = new Durations(BUCKETS_S);
  readonly #outcomes = new Map<string, number>();
  #commits = 0;
  #committedRequests = 0;

  countResponse(route: string, method: string, status: number, tookMs: number): void {
    add(this.#answers, labelText({ route, method, status: String(status) }));
    this.#durations.observe(tookMs, labelText({ route }));
  }

  /** Counts a login or refresh by the outcome in the audit log. */
  outcome(event: 'login' | 'refresh', outcome: string): void {
    add(this.#outcomes, labelText({ event, outcome }));
  }

  committed(requests: number): void {
    this.#commits += 1;
    this.#committedRequests += requests;
  }

  text(): string {
    const lines = [
      ...counter('whyslow_reference_answers_total', 'Answers by route, method and status.', this.#answers),
      ...counter('whyslow_reference_token_events_total', 'Logins and refreshes by outcome.', this.#outcomes),
      ...counter('whyslow_reference_commits_total', 'Transactions of the store.', single(this.#commits)),
      ...counter(
        'whyslow_reference_committed_writes_total',
        'Writes in them; divided by the commits: how many share one disk flush.',
        single(this.#committedRequests),
      ),
      ...this.#durations.lines({
        name: 'whyslow_reference_answer_seconds',
        help: 'From the head of the request to its answer.',
      }),
      ...gauge('process_resident_memory_bytes', 'Resident memory.', process.memoryUsage.rss()),
      ...gauge(
        'process_start_time_seconds',
        'When the process started, in Unix seconds.',
        (performance.timeOrigin / 1000).toFixed(3),
      ),
    ];
    return `${lines.join('\n')}\n`;
  }
}

function add(counts: Map<string, number>, labels: string): void {
  counts.set(labels, (counts.get(labels) ?? 0) + 1);
}

const single = (value: number | string): Values => new Map([['', value]]);

const counter = (name: string, help: string, counts: Values): readonly string[] =>
  valueLines({ name, help }, 'counter', counts);

const gauge = (name: string, help: string, value: number | string): readonly string[] =>
  valueLines({ name, help }, 'gauge', single(value));
