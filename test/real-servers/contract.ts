import type { Part } from '../serve/require.ts';

/**
 * A small true use of a product that signs people in. The folder `test/real-servers/ID` holds its server, its truth table
 * `truth.json`, `whyslow.config.yaml` where no preset fits, and for an npm package its `package.json` and lock file.
 */
export type RealServer = {
  readonly id: string;
  readonly title: string;
} & (
  | { readonly runtime: 'node' }
  | {
      readonly runtime: 'python';
      /** The parts of the machine that have its packages. */
      readonly parts: readonly Part[];
    }
);

/** The expected outcome of one check, and the reason in the server's own code or settings. */
export interface ExpectedCheck {
  readonly outcome: string;
  readonly because: string;
}

/** One way to tell whyslow how to sign in, and what it measures then. */
export interface Way {
  /** `detected`: without an auth stack. `named`: by `--preset`. `configured`: by the `whyslow.config.yaml` of the folder. */
  readonly how: 'detected' | 'named' | 'configured';
  /** The auth stack that the run names. */
  readonly stack: string;
  /** The suites, each with right answers only. */
  readonly suites: readonly string[];
  /** Further options, like the client of an OAuth server. */
  readonly options?: readonly string[];
  /** Checks whose outcome differs in this way. */
  readonly checks?: Readonly<Record<string, ExpectedCheck>>;
}

/** What whyslow has to find on a server. */
export interface Truth {
  /** `rotated`: each refresh token may be presented once only. `fixed`: it stays the same. */
  readonly refreshToken: 'rotated' | 'fixed' | 'none';
  readonly ways: readonly Way[];
  readonly checks: Readonly<Record<string, ExpectedCheck>>;
}
