import type { AlertState, Series, Watched } from '../../src/model/watch.ts';

const series = (id: string, times: readonly (number | null)[], because: string | null = null): Series => {
  const answered = times.flatMap((ms) => (ms === null ? [] : [ms]));
  const median = answered[Math.floor(answered.length / 2)] ?? null;
  return {
    id,
    because,
    readings: times.map((ms, index) => ({ atMs: 1_796_049_800_000 + index * 1_000, ms })),
    minutes: [
      {
        atMs: 1_796_049_780_000,
        n: times.length,
        errors: times.length - answered.length,
        p50Ms: median,
        p95Ms: median,
        maxMs: answered.length === 0 ? null : Math.max(...answered),
      },
    ],
  };
};

const RULE = 'localhost p95 > 30ms for 5s';
const alert = (state: AlertState, value: number | null) => ({ text: RULE, state, value, isShare: false });

const watched = (all: readonly Series[], over: Partial<Watched> = {}): Watched => ({
  url: 'http://localhost:8000/',
  startedAtMs: 1_796_049_800_000,
  nowMs: 1_796_049_807_000,
  perSecond: 1,
  series: all,
  alerts: [alert({ kind: 'quiet' }, 2.4)],
  fired: [],
  inside: null,
  ...over,
});

const names = ['localhost', '127.0.0.1', '::1'] as const;
const AT_MS = 1_796_049_804_000;

/** A watch of seven seconds in the states of a server. */
export const watchedStates: Readonly<Record<string, Watched>> = {
  healthy: watched(names.map((name) => series(name, [2.1, 2.4, 2.2, 2.3, 2.1, 2.6, 2.2]))),
  slow: watched(
    [
      series('localhost', [2_041, 2_043, 2_040, 2_044, 2_042, 2_047, 2_041]),
      series('127.0.0.1', [2.1, 2.4, 2.2, 2.3, 2.1, 2.6, 2.2]),
      series('::1', [null, null, null, null, null, null, null], 'refused'),
    ],
    {
      alerts: [alert({ kind: 'firing', sinceMs: AT_MS }, 2_046)],
      fired: [{ alert: RULE, atMs: AT_MS, value: 2_046 }],
    },
  ),
  broken: watched(
    names.map((name) => series(name, [2.1, null, 2.2, null, 2.1, null, null], 'status 500')),
    { alerts: [alert({ kind: 'pending', sinceMs: AT_MS }, 41.2)] },
  ),
  unreachable: watched(
    names.map((name) => series(name, [null, null, null, null, null, null, null], 'refused')),
    { alerts: [alert({ kind: 'quiet' }, null)] },
  ),
};
