import type { Probe, Watched } from '../../model/watch.ts';

/**
 * Upper bounds in seconds: dense around 30 ms and 100 ms, the default thresholds of refresh and API; 0.2, 0.25 and 0.3 are
 * the delays of address races, 2 and 2.5 those of a late refusal. OpenTelemetry's own bounds have none at 30 ms.
 */
const BUCKETS_S = [
  0.0005, 0.001, 0.0025, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.025, 0.0275, 0.03, 0.0325, 0.035, 0.04, 0.05, 0.06, 0.075,
  0.09, 0.1, 0.11, 0.125, 0.15, 0.2, 0.25, 0.3, 0.5, 0.75, 1, 2, 2.5, 5, 10,
] as const;

type Labels = Readonly<Record<string, string>>;

interface Counts {
  readonly labels: string;
  readonly buckets: number[];
  sumS: number;
  total: number;
}

interface Family {
  readonly help: string;
  readonly members: Map<string, Counts>;
}

/** The names follow OpenTelemetry's semantic conventions in Prometheus' spelling, except those that begin with whyslow_. */
const helps = {
  http_client_request_duration_seconds: 'From the planned send time of a request to the last byte of its response.',
  http_client_connection_duration_seconds: 'One accepted connect.',
  dns_lookup_duration_seconds: 'One lookup of the name.',
  whyslow_schedule_lag_seconds: 'Delay of whyslow itself in sending a request.',
} as const;

type Name = keyof typeof helps;

/** The metrics of a watch for Prometheus. */
export class WatchMetrics {
  readonly #families = new Map<Name, Family>(
    Object.entries(helps).map(([name, help]) => [name as Name, { help, members: new Map() }]),
  );
  readonly #server: Labels;

  constructor(host: string, port: number) {
    this.#server = { server_address: host, server_port: String(port) };
  }

  record(probe: Probe): void {
    const { series, tookMs, method, status, because, lookupMs, connect, lagMs } = probe;
    const own = { whyslow_series: series };
    this.#observe('http_client_request_duration_seconds', tookMs, {
      ...this.#server,
      http_request_method: method,
      ...(status === null ? {} : { http_response_status_code: String(status) }),
      ...(because === null ? {} : { error_type: errorType(because) }),
      ...own,
    });
    if (connect !== null) {
      const peer = { ...this.#server, network_peer_address: connect.address, ...own };
      this.#observe('http_client_connection_duration_seconds', connect.ms, peer);
    }
    if (lookupMs !== null) this.#observe('dns_lookup_duration_seconds', lookupMs, { dns_question_name: series });
    this.#observe('whyslow_schedule_lag_seconds', lagMs, own);
  }

  /** The text format, https://prometheus.io/docs/instrumenting/exposition_formats/. */
  text(alerts: Watched['alerts']): string {
    const lines = [...this.#families].flatMap(([name, { help, members }]) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} histogram`,
      ...[...members.values()].flatMap((counts) => histogramLines(name, counts)),
    ]);
    const firing = alerts.map(
      ({ text, state }) => `whyslow_alert_firing${written({ alert: text })} ${state.kind === 'firing' ? 1 : 0}`,
    );
    const head = ['# HELP whyslow_alert_firing Whether an alert fires now.', '# TYPE whyslow_alert_firing gauge'];
    return `${[...lines, ...head, ...firing].join('\n')}\n`;
  }

  #observe(name: Name, ms: number, labels: Labels): void {
    const text = Object.entries(labels)
      .map(([key, value]) => `${key}="${escaped(value)}"`)
      .join(',');
    const members = this.#families.get(name)?.members;
    const counts = members?.get(text) ?? { labels: text, buckets: BUCKETS_S.map(() => 0), sumS: 0, total: 0 };
    const bucket = BUCKETS_S.findIndex((endS) => ms / 1_000 <= endS);
    if (bucket !== -1) counts.buckets[bucket] = (counts.buckets[bucket] ?? 0) + 1;
    counts.sumS += ms / 1_000;
    counts.total += 1;
    members?.set(text, counts);
  }
}

function histogramLines(name: Name, { labels, buckets, sumS, total }: Counts): readonly string[] {
  let below = 0;
  const ends = BUCKETS_S.map((endS, index) => {
    below += buckets[index] ?? 0;
    return `${name}_bucket{${labels},le="${endS}"} ${below}`;
  });
  return [
    ...ends,
    `${name}_bucket{${labels},le="+Inf"} ${total}`,
    `${name}_sum{${labels}} ${sumS.toFixed(6)}`,
    `${name}_count{${labels}} ${total}`,
  ];
}

const written = (labels: Labels): string =>
  `{${Object.entries(labels)
    .map(([key, value]) => `${key}="${escaped(value)}"`)
    .join(',')}}`;

/** A backslash, a quote and a line break end a label early. */
const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

/** A label must have few values, so a text from the server is cut. */
const errorType = (because: string): string => because.replaceAll(/[^\w -]/g, '').slice(0, 40);
