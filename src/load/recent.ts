import { quickHistogram } from '../stats/histogram.ts';

/** The responses since the last call of `recent`: for the progress line. */
export interface Recent {
  readonly n: number;
  readonly errors: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export function startRecent(): { add(latencyUs: number): void; wrong(): void; recent(): Recent } {
  const times = quickHistogram();
  let errors = 0;
  return {
    add: (latencyUs) => times.record(latencyUs),
    wrong: () => void (errors += 1),
    recent() {
      const recent = { n: times.count, errors, p50Ms: times.percentileMs(50), p95Ms: times.percentileMs(95) };
      times.reset();
      errors = 0;
      return recent;
    },
  };
}
