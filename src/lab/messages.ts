import type { Fault } from './contract.ts';

/** Messages to the process inside: first the command, later signals to pass on. */
export type LabMessage =
  | {
      readonly kind: 'begin';
      readonly fault: Fault;
      readonly argv: readonly string[];
      readonly env: Readonly<Record<string, string>>;
      /** An empty folder, on which the real /etc is mounted. */
      readonly etcFolder: string;
      /** The control group of the servers with a CPU limit; null where there is none. */
      readonly cpuFolder: string | null;
    }
  | { readonly kind: 'signal'; readonly signal: NodeJS.Signals };

/** Message from the process inside when the command could not be run. Otherwise the exit code is the result. */
export interface Failure {
  readonly because: string;
}
