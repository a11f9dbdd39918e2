import type { Advice } from '../model/finding.ts';

/** What the lines of a remedy depend on, besides the stack. */
export interface RemedyFacts {
  readonly port: number;
  /** The address that answers; null where the finding is not about addresses. */
  readonly peer: string | null;
  /** Of the machine whose shell gets the command, as Node names it. */
  readonly platform: string;
  /** What the finding costs, where the remedy ends all of it. */
  readonly savesMs: number | null;
}

/** What to change at one stack against one finding. Words that a shell would read are quoted for the reader's shell. */
export type Remedy = (facts: RemedyFacts) => readonly Advice[];

/** By the id of the finding. An audit gives its general advice where the stack has no remedy for it. */
export type Remedies = Readonly<Record<string, Remedy>>;

export interface ServerLine {
  readonly do: string;
  readonly command: string | null;
}

/** A remedy of lines at the server, one after the other. */
export const atServer =
  (...lines: readonly (ServerLine | ((facts: RemedyFacts) => ServerLine))[]): Remedy =>
  (facts) =>
    lines.map((line) => ({
      ...(typeof line === 'function' ? line(facts) : line),
      where: 'server',
      savesMs: facts.savesMs,
    }));
