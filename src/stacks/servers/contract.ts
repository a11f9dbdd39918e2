import { atServer, type Remedies, type RemedyFacts, type ServerLine } from '../remedy.ts';

/** How a server is recognised, and the changes that remove findings on it. */
export interface ServerStack {
  readonly id: string;
  readonly title: string;
  /** Matched against the command line of the listening process. */
  readonly command: RegExp | null;
  /** Matched against the `Server` response header. */
  readonly header: RegExp | null;
  /** Set where a separate process forwards each address family to one server. */
  readonly processPerFamily?: true;
  readonly remedies: Remedies;
}

/** One remedy for the findings that disappear when the server listens on both loopback families. */
export function listensOnBoth(line: (facts: RemedyFacts) => ServerLine): Remedies {
  const remedy = atServer(line);
  return { 'late-refused-first-address': remedy, 'one-family-listener': remedy };
}
