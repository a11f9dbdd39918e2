/** Upper bounds of the duration buckets, from a cached read to a login on an overloaded machine. */
const BUCKETS_S = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

interface Durations {
  readonly counts: number[];
  sumS: number;
  total: number;
}

/** The Prometheus metrics of this process. With several workers, each reports its own. */
export class Metrics {
  readonly #answers = new Map<string, number>();
  readonly #durations = new Map<string, Durations>();
  readonly #outcomes = new Map<string, number>();
  #commits = 0;
  #committedRequests = 0;

  countResponse(route: string, method: string, status: number, tookMs: number): void {
    add(this.#answers, `route="${route}",method="${method}",status="${status}"`);
    const tookS = tookMs / 1000;
    const durations = this.#durations.get(route) ?? { counts: BUCKETS_S.map(() => 0), sumS: 0, total: 0 };
    const bucket = BUCKETS_S.findIndex((endS) => tookS <= endS);
    if (bucket !== -1) durations.counts[bucket] = (durations.counts[bucket] ?? 0) + 1;
    durations.sumS += tookS;
    durations.total += 1;
    this.#durations.set(route, durations);
  }

  /** Counts a login or refresh by the outcome in the audit log. */
  outcome(event: 'login' | 'refresh', outcome: string): void {
    add(this.#outcomes, `event="${event}",outcome="${outcome}"`);
  }

  committed(requests: number): void {
    this.#commits += 1;
    this.#committedRequests += requests;
  }

  /** The text format, https://prometheus.io/docs/instrumenting/exposition_formats/. */
  text(): string {
    const lines = [
      ...counter('whyslow_reference_answers_total', 'Answers by route, method and status.', this.#answers),
      ...counter('whyslow_reference_token_events_total', 'Logins and refreshes by outcome.', this.#outcomes),
      ...counter('whyslow_reference_commits_total', 'Transactions of the store.', new Map([['', this.#commits]])),
      ...counter(
        'whyslow_reference_committed_writes_total',
        'Writes in them; divided by the commits: how many share one disk flush.',
        new Map([['', this.#committedRequests]]),
      ),
      ...this.#histogram(),
      '# HELP process_resident_memory_bytes Resident memory.',
      '# TYPE process_resident_memory_bytes gauge',
      `process_resident_memory_bytes ${process.memoryUsage.rss()}`,
      '# HELP process_start_time_seconds When the process started, in Unix seconds.',
      '# TYPE process_start_time_seconds gauge',
      `process_start_time_seconds ${(performance.timeOrigin / 1000).toFixed(3)}`,
    ];
    return `${lines.join('\n')}\n`;
  }

  #histogram(): string[] {
    const name = 'whyslow_reference_answer_seconds';
    const lines = [`# HELP ${name} From the head of the request to its answer.`, `# TYPE ${name} histogram`];
    for (const [route, { counts, sumS, total }] of this.#durations) {
      let below = 0;
      for (const [index, endS] of BUCKETS_S.entries()) {
        below += counts[index] ?? 0;
        lines.push(`${name}_bucket{route="${route}",le="${endS}"} ${below}`);
      }
      lines.push(`${name}_bucket{route="${route}",le="+Inf"} ${total}`);
      lines.push(`${name}_sum{route="${route}"} ${sumS.toFixed(6)}`, `${name}_count{route="${route}"} ${total}`);
    }
    return lines;
  }
}

function add(counts: Map<string, number>, labels: string): void {
  counts.set(labels, (counts.get(labels) ?? 0) + 1);
}

function counter(name: string, help: string, counts: ReadonlyMap<string, number>): string[] {
  const samples = [...counts].map(([labels, count]) => `${name}${labels === '' ? '' : `{${labels}}`} ${count}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} counter`, ...samples];
}
