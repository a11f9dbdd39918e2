import { randomUUID } from 'node:crypto';
import type { Fresh } from '../flows/contract.ts';

let iterations = 0;

/** The unique values of one iteration. `n` counts the iterations of this process. A UUID is drawn at its first use. */
class FreshValues implements Fresh {
  readonly n: number;
  readonly nowMs: number;
  private drawn: string | null = null;

  constructor(n: number, nowMs: number) {
    this.n = n;
    this.nowMs = nowMs;
  }

  get uuid(): string {
    this.drawn ??= randomUUID();
    return this.drawn;
  }
}

export function freshValues(): Fresh {
  iterations += 1;
  return new FreshValues(iterations, Date.now());
}
