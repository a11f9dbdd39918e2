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

/** What whyslow has to find on a server. */
export interface Truth {
  /** The auth stack that the run names. */
  readonly stack: string;
  /** The suites with right answers. */
  readonly suites: readonly string[];
  /** `rotated`: each refresh token may be presented once only. `fixed`: it stays the same. */
  readonly refreshToken: 'rotated' | 'fixed' | 'none';
  readonly checks: Readonly<Record<string, { readonly outcome: string; readonly because: string }>>;
}
