import type { Fault } from './contract.ts';

/** What the outside tells the process inside: first what to do, later which signals to pass on. */
export type Order =
  | {
      readonly kind: 'begin';
      readonly fault: Fault;
      readonly argv: readonly string[];
      readonly env: Readonly<Record<string, string>>;
      /** An empty folder, the way in which the real /etc stays reachable under the private one. */
      readonly etcFolder: string;
    }
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals };

/** What comes back, and only when the command could not be run: how it ended is the exit code. */
export interface Failure {
  readonly because: string;
}
