export type Severity = 'low' | 'medium' | 'high';

/** The closed set of facts that audits produce and report formats render. */
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

/** One recommended change. `command` is a line to type or paste, or null. */
export interface Advice {
  readonly do: string;
  readonly command: string | null;
  readonly where: 'server' | 'client' | 'machine';
  readonly savesMs: number | null;
}

/** A trial that the problem did not affect. It shows the latency of its suite without the problem. */
export interface UnaffectedTrial {
  readonly suite: string;
  readonly connection: 'kept-alive' | 'new-per-request';
  readonly n: number;
  readonly meanMs: number;
}

/** The outcome of one audit. Too little evidence is `inconclusive`, never a pass. */
export type Opinion =
  | { readonly outcome: 'pass'; readonly summary: string }
  | {
      readonly outcome: 'fail';
      readonly severity: Severity;
      /** The time that each occurrence of the problem costs the user; null if it costs no time. */
      readonly costMs: number | null;
      readonly summary: string;
      readonly facts: readonly Fact[];
      readonly advice: readonly Advice[];
      /** Used for the verdicts on the same suites; absent if the load shows no effect. */
      readonly unaffected?: readonly UnaffectedTrial[];
    }
  | { readonly outcome: 'inconclusive'; readonly summary: string }
  /** True, and no failure: it costs little, or the finding that `explainedBy` names is its cause. */
  | {
      readonly outcome: 'note';
      readonly summary: string;
      readonly facts: readonly Fact[];
      readonly advice: readonly Advice[];
      readonly explainedBy: string | null;
    }
  | {
      readonly outcome: 'not-applicable';
      readonly summary: string;
      /** Set if the problem cannot exist here. Without it the problem may exist and was not observable. */
      readonly cannotOccur?: true;
    };

/** How one audit is called. */
export interface Named {
  readonly id: string;
  /** The defect: "refresh tokens are not rotated". */
  readonly title: string;
  /** What is true where there is no such defect: "refresh tokens are rotated". Absent in runs saved before this field existed. */
  readonly holds?: string;
}

export type Finding = Named & Opinion;

/** One request of a check and its answer, to read and to repeat. Each secret is a variable, such as "$REFRESH_TOKEN". */
export interface ShownExchange {
  /** What was presented, in words: "the used refresh token". */
  readonly sent: string;
  /** The request as a curl command. */
  readonly curl: string;
  /** The answer in words: "200 with new tokens". */
  readonly came: string;
  /** A line for the shell that makes a variable of the command from others, where one line can. */
  readonly make?: string;
}

/** What may show an exchange: a piece of evidence about one request. */
export interface Showing {
  readonly shown?: ShownExchange;
}

/** A finding about the security of the auth server, with the paragraph of the standard that requires it. */
export type Check = Finding & {
  readonly standard: string;
  /** The part of `verify` that it belongs to; absent in runs of version 0.1. */
  readonly group?: string;
  /** The requests that show the outcome, and their answers. */
  readonly exchanges?: readonly ShownExchange[];
};
