import { expect } from 'vitest';
import { WatchMetrics } from '../../../src/cli/watch/metrics.ts';
import type { Probe } from '../../../src/model/watch.ts';
import { parsed } from '../../serve/prometheus.ts';
import { testWith } from '../../serve/require.ts';

const probe = (tookMs: number, over: Partial<Probe> = {}): Probe => ({
  series: 'localhost',
  method: 'GET',
  atMs: 0,
  lagMs: 0.2,
  tookMs,
  status: 200,
  because: null,
  lookupMs: 0.3,
  connect: { address: '127.0.0.1', ms: 0.1 },
  ...over,
});

testWith(['prometheus-parser'])('Prometheus can parse the exposition with any text in a label', () => {
  const metrics = new WatchMetrics('local"host\\\n', 8000);
  for (const tookMs of [29.9, 30.1, 99.9, 100.1, 2_030]) metrics.record(probe(tookMs));
  metrics.record(probe(5_000, { status: null, connect: null, because: 'timed-out" } evil 1' }));
  const firing = { kind: 'firing', sinceMs: 0 } as const;
  const alert = { text: 'refresh p95 > 30ms for "30s"', state: firing, value: 42, isShare: false };
  const families = parsed(metrics.text([alert]));
  expect(families?.map(([name, type]) => `${name} ${type}`)).toEqual([
    'http_client_request_duration_seconds histogram',
    'http_client_connection_duration_seconds histogram',
    'dns_lookup_duration_seconds histogram',
    'whyslow_schedule_lag_seconds histogram',
    'whyslow_alert_firing gauge',
  ]);
  const samples = families?.flatMap(([, , some]) => some) ?? [];
  const below = (le: string): number | undefined =>
    samples.find(
      ([name, labels]) =>
        name === 'http_client_request_duration_seconds_bucket' &&
        labels['le'] === le &&
        labels['http_response_status_code'] === '200',
    )?.[2];
  expect(['0.0275', '0.03', '0.0325', '0.09', '0.1', '0.11', '2', '2.5', '+Inf'].map(below)).toEqual([
    0, 1, 2, 2, 3, 4, 4, 5, 5,
  ]);
  const failed = samples.find(([, labels]) => labels['error_type'] !== undefined);
  expect(failed?.[1]).toMatchObject({
    server_address: 'local"host\\\n',
    server_port: '8000',
    http_request_method: 'GET',
    whyslow_series: 'localhost',
    error_type: 'timed-out  evil 1',
  });
  expect(samples.find(([name]) => name === 'whyslow_alert_firing')).toEqual([
    'whyslow_alert_firing',
    { alert: 'refresh p95 > 30ms for "30s"' },
    1,
  ]);
});
