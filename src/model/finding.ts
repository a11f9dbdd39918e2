export type Severity = 'low' | 'medium' | 'high';

/** The closed vocabulary in which audits speak and formats draw: neither knows the other. */
export type Fact =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'measure'; readonly label: string; readonly value: number; readonly unit: 'ms' | 's' | 'count' }
  | {
      readonly kind: 'distribution';
      readonly label: string;
      readonly n: number;
      readonly p50Ms: number;
      readonly p95Ms: number;
    }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** One thing to change, smallest first. `command` is the line to type or to paste; null where there is none. */
export interface Advice {
  readonly do: string;
  readonly command: string | null;
  readonly where: 'server' | 'client' | 'machine';
  readonly savesMs: number | null;
}

/** A trial that the problem did not touch: what the latency of its suite would be without the problem. */
export interface UnaffectedTrial {
  readonly suite: string;
  readonly connection: 'kept-alive' | 'new-per-request';
  readonly n: number;
  readonly meanMs: number;
}

/** What one audit says. Too little evidence is an opinion of its own, never a pass. */
export type Opinion =
  | { readonly outcome: 'pass'; readonly summary: string }
  | {
      readonly outcome: 'fail';
      readonly severity: Severity;
      /** What the problem costs the user each time it strikes; null where the price is not time. */
      readonly costMs: number | null;
      readonly summary: string;
      readonly facts: readonly Fact[];
      readonly advice: readonly Advice[];
      /** For the verdicts on the same suites; absent where the load shows nothing about it. */
      readonly unaffected?: readonly UnaffectedTrial[];
    }
  | { readonly outcome: 'inconclusive'; readonly summary: string }
  | {
      readonly outcome: 'not-applicable';
      readonly summary: string;
      /** Set where the problem cannot exist here; without it the problem may exist and could not be seen. */
      readonly cannotOccur?: true;
    };

export type Finding = { readonly id: string; readonly title: string } & Opinion;

/** A finding about a promise of the auth server, with the paragraph that makes it one. */
export type Check = Finding & { readonly standard: string };
