import type { Advice } from '../model/finding.ts';

/** The facts on which a remedy depends, beside the stack. */
export interface RemedyFacts {
  readonly port: number;
  /** The address that responds, and of another server its port too; null where the finding is not about addresses. */
  readonly peer: string | null;
  /** The platform of the shell that gets the command, as Node names it. */
  readonly platform: string;
  /** The cost of the finding, where the remedy removes all of it. */
  readonly savesMs: number | null;
}

/** The changes to one stack that remove one finding. Arguments are quoted for the reader's shell. */
export type Remedy = (facts: RemedyFacts) => readonly Advice[];

/** By the id of the finding. An audit gives its general advice where the stack has no remedy for it. */
export type Remedies = Readonly<Record<string, Remedy>>;

export interface ServerLine {
  readonly do: string;
  readonly command: string | null;
}

/** A remedy of several changes at the server, in order. */
export const atServer =
  (...lines: readonly (ServerLine | ((facts: RemedyFacts) => ServerLine))[]): Remedy =>
  (facts) =>
    lines.map((line) => ({
      ...(typeof line === 'function' ? line(facts) : line),
      where: 'server',
      savesMs: facts.savesMs,
    }));

/** A remedy that shortens access tokens and refresh tokens. */
export const ofBothLifetimes = (remedy: Remedy): Remedies => ({
  'access-lifetime-too-long': remedy,
  'refresh-lifetime-too-long': remedy,
});
