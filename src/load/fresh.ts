import { randomUUID } from 'node:crypto';
import type { Fresh } from '../flows/contract.ts';

let iterations = 0;
let step = 1;

/** Another process of the same run counts far above this one, so that `{{n}}` stays unique in the run. */
const FIRST_OF_OTHERS = 1_000_000_000;

/** Gives the iterations of this process numbers that no other process of the run has. */
export function numberAsProcess({ index, of }: { readonly index: number; readonly of: number }): void {
  iterations = FIRST_OF_OTHERS + index;
  step = of;
}

/** The unique values of one iteration. `n` is unique in the run. A UUID is drawn at its first use. */
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
  iterations += step;
  return new FreshValues(iterations, Date.now());
}
