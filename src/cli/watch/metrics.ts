import { Durations, type Labels, labelText, valueLines } from '../../model/exposition.ts';
import type { Probe, Watched } from '../../model/watch.ts';

/**
 * Upper bounds in seconds: dense around 30 ms and 100 ms, the default thresholds of refresh and API; 0.2, 0.25 and 0.3 are
 * the delays of address races, 2 and 2.5 those of a late refusal. OpenTelemetry's own bounds have none at 30 ms.
 */
const BUCKETS_S = [
  0.0005, 0.001, 0.0025, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.025, 0.0275, 0.03, 0.0325, 0.035, 0.04, 0.05, 0.06, 0.075,
  0.09, 0.1, 0.11, 0.125, 0.15, 0.2, 0.25, 0.3, 0.5, 0.75, 1, 2, 2.5, 5, 10,
] as const;

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
  readonly #families = new Map<Name, Durations>(
    Object.keys(helps).map((name) => [name as Name, new Durations(BUCKETS_S)]),
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

  text(alerts: Watched['alerts']): string {
    const durations = [...this.#families].flatMap(([name, family]) => family.lines({ name, help: helps[name] }));
    const firing = alerts.map(
      ({ text, state }) => [labelText({ alert: text }), state.kind === 'firing' ? 1 : 0] as const,
    );
    const alertLines = valueLines(
      { name: 'whyslow_alert_firing', help: 'Whether an alert fires now.' },
      'gauge',
      new Map(firing),
    );
    return `${[...durations, ...alertLines].join('\n')}\n`;
  }

  #observe(name: Name, ms: number, labels: Labels): void {
    this.#families.get(name)?.observe(ms, labelText(labels));
  }
}

/** A label must have few values, so a text from the server is cut. */
const errorType = (because: string): string => because.replaceAll(/[^\w -]/g, '').slice(0, 40);
