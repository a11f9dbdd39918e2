import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { coresOf, fullAtUsers, ratesOf, type Assumptions, type Costs, type ScaleResults } from './scale-sums.ts';
import { scalePage } from './scale.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const results = Object.fromEntries(
  ['costs', 'memory', 'failover'].map((part) => [part, JSON.parse(read(`bench/scale/results/${part}.json`))]),
) as unknown as ScaleResults;

test('the page is what the renderer makes of the measured costs and of nginx.conf', () => {
  const page = scalePage(results, read('docs/nginx.conf'));
  if (process.env['UPDATE'] === '1') writeFileSync(new URL('docs/scale.md', ROOT), page);
  expect(read('docs/scale.md')).toBe(page);
});

test('with --redis-wait no measured kill lost an answer or revived a token', () => {
  const waiting = Object.entries(results.failover).filter(([id]) => id.startsWith('wait'));
  expect(waiting.length).toBeGreaterThan(0);
  expect(waiting.filter(([, { missing, reusable }]) => missing + reusable > 0)).toEqual([]);
});

const assumed: Assumptions = {
  activeShare: 0.5,
  refreshEveryS: 100,
  callsPerMinute: 30,
  loginsPerDay: 2,
  busiestHourShare: 0.1,
  refreshesPerSession: 3,
  workers: 2,
  fullAt: 0.5,
  redisGb: 1,
};
const each = { workers: 1000, Redis: 100, nginx: 10, perSecond: 900, scripts: 1, commands: 10 };
const costs: Costs = { refresh: each, api: each, login: { ...each, workers: 20_000 } };

test('the rates of 36,000 users, the cores for them, and the number of users that fill two workers', () => {
  const rates = ratesOf(36_000, assumed);
  expect(rates).toEqual({ active: 18_000, refresh: 180, api: 9000, login: 2 });
  expect(coresOf('workers', rates, costs)).toBeCloseTo(0.18 + 9 + 0.04);
  expect(coresOf('nginx', rates, costs)).toBeCloseTo(0.0918);
  expect(fullAtUsers('workers', costs, assumed)).toBeCloseTo((36_000 * 2 * 0.5) / 9.22);
});
