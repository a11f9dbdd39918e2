import { expect, test } from 'vitest';
import { parsed } from '../serve/prometheus.ts';
import { testWith } from '../serve/require.ts';
import { Metrics } from '../../src/reference/metrics.ts';
import { post, refresh, serve, signIn, USER } from './client.ts';

const testWithParser = testWith(['prometheus-parser']);

testWithParser('/metrics is a valid exposition, and its counts match the requests', async () => {
  const server = await serve();
  const { refresh: token } = await signIn(server.url);
  await refresh(server.url, token);
  await refresh(server.url, token);
  await post(server.url, '/api/token/', { ...USER, password: 'wrong' });
  await fetch(new URL('/no/such/"path"', server.url));
  const response = await fetch(new URL('/metrics', server.url));
  const families = parsed(await response.text());
  await server.close();

  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(families?.map(([name, type]) => `${name} ${type}`)).toEqual([
    'whyslow_reference_answers counter',
    'whyslow_reference_token_events counter',
    'whyslow_reference_commits counter',
    'whyslow_reference_committed_writes counter',
    'whyslow_reference_answer_seconds histogram',
    'process_resident_memory_bytes gauge',
    'process_start_time_seconds gauge',
  ]);
  const samples = families?.flatMap(([, , some]) => some) ?? [];
  const valueOf = (name: string, labels: Readonly<Record<string, string>>): number | undefined =>
    samples.find(([found, of]) => found === name && JSON.stringify(of) === JSON.stringify(labels))?.[2];
  const events = 'whyslow_reference_token_events_total';
  expect(valueOf(events, { event: 'login', outcome: 'ok' })).toBe(1);
  expect(valueOf(events, { event: 'login', outcome: 'bad-credentials' })).toBe(1);
  expect(valueOf(events, { event: 'refresh', outcome: 'rotated' })).toBe(1);
  expect(valueOf(events, { event: 'refresh', outcome: 'locked' })).toBe(1);
  const answers = 'whyslow_reference_answers_total';
  expect(valueOf(answers, { route: 'none', method: 'other', status: '404' })).toBe(1);
  expect(valueOf(answers, { route: '/api/token/refresh/', method: 'POST', status: '429' })).toBe(1);
});

testWithParser('histogram buckets are cumulative, and the last one has the total', () => {
  const metrics = new Metrics();
  for (const tookMs of [0.1, 0.5, 0.6, 40, 9000]) metrics.countResponse('/a', 'GET', 200, tookMs);
  const [, , samples = []] = parsed(metrics.text())?.find(([, type]) => type === 'histogram') ?? [];
  const buckets = samples.filter(([name]) => name.endsWith('_bucket')).map(([, { le }, value]) => [le, value]);
  expect(buckets).toEqual([
    ['0.0005', 2],
    ['0.001', 3],
    ['0.0025', 3],
    ['0.005', 3],
    ['0.01', 3],
    ['0.025', 3],
    ['0.05', 4],
    ['0.1', 4],
    ['0.25', 4],
    ['0.5', 4],
    ['1', 4],
    ['2.5', 4],
    ['+Inf', 5],
  ]);
  expect(samples.filter(([name]) => !name.endsWith('_bucket')).map(([name, , value]) => [name, value])).toEqual([
    ['whyslow_reference_answer_seconds_sum', 9.0412],
    ['whyslow_reference_answer_seconds_count', 5],
  ]);
});

testWithParser('control: the parser rejects a broken line', () => {
  expect(parsed('whyslow_answers{route="/a} 1\n')).toBeNull();
});

test('unknown paths share one label, so that a scanner cannot fill the memory', () => {
  const metrics = new Metrics();
  for (let index = 0; index < 50; index += 1) metrics.countResponse('none', 'other', 404, 1);
  expect(
    metrics
      .text()
      .split('\n')
      .filter((line) => line.startsWith('whyslow_reference_answers_total{')),
  ).toEqual(['whyslow_reference_answers_total{route="none",method="other",status="404"} 50']);
});
