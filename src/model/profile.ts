import type { Opinion, Severity, ShownExchange } from './finding.ts';

/** The longest lifetimes that are allowed. A check uses its own limit where none is stated. */
export interface LifetimeLimits {
  readonly accessLifetimeS?: number;
  readonly refreshLifetimeS?: number;
}

/** A check that has to pass, and its severity where it fails. */
export interface RequiredCheck {
  readonly id: string;
  readonly severity: Severity;
}

export interface Requirement {
  readonly id: string;
  /** What is required, as a sentence. */
  readonly text: string;
  /** The paragraphs that it serves, like `45 CFR 164.312(d)` or `RFC 9700 §4.14.2`. */
  readonly sources: readonly string[];
  /** All of them have to pass. Empty where no check can show the requirement, which is then never met. */
  readonly checks: readonly RequiredCheck[];
  readonly limits?: LifetimeLimits;
}

/** Which security checks are required, how severe their failures are, and within which limits. */
export interface Profile {
  readonly id: string;
  readonly title: string;
  /** What a reader of the report has to know before the table; empty for nothing. */
  readonly about: string;
  readonly requirements: readonly Requirement[];
}

/** Not shown: a required check had no result, or no check exists. It is never taken for met. */
export const requirementOutcomes = ['met', 'not-met', 'not-shown'] as const;
export type RequirementOutcome = (typeof requirementOutcomes)[number];

/** A request and its answer. `curl` is absent where only a description is known. */
export type JudgedExchange = Omit<ShownExchange, 'curl'> & Partial<Pick<ShownExchange, 'curl'>>;

export interface JudgedCheck extends RequiredCheck {
  /** `not-made` where the check was not chosen. */
  readonly outcome: Opinion['outcome'] | 'not-made';
  readonly exchanges: readonly JudgedExchange[];
}

export interface JudgedRequirement extends Pick<Requirement, 'id' | 'text' | 'sources'> {
  readonly outcome: RequirementOutcome;
  readonly checks: readonly JudgedCheck[];
}

/** The judged profile of a run: for each requirement the requests, the answers and the outcome. */
export interface JudgedProfile extends Pick<Profile, 'id' | 'title' | 'about'> {
  readonly requirements: readonly JudgedRequirement[];
}
