import { get } from './route.ts';

export const metrics = get(
  '/metrics',
  { summary: 'Counters for Prometheus.', answers: 'text' },
  async (_call, services) => ({
    status: 200,
    body: services.metrics.text(),
    headers: { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' },
  }),
);
