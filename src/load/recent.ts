import { quickHistogram } from '../stats/histogram.ts';

/** What came since it was asked the last time: for a line that a person watches. */
export interface Recent {
  readonly n: number;
  readonly errors: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export function startRecent(): { add(feltUs: number): void; wrong(): void; recent(): Recent } {
  const times = quickHistogram();
  let errors = 0;
  return {
    add: (feltUs) => times.record(feltUs),
    wrong: () => void (errors += 1),
    recent() {
      const recent = { n: times.count, errors, p50Ms: times.percentileMs(50), p95Ms: times.percentileMs(95) };
      times.reset();
      errors = 0;
      return recent;
    },
  };
}
