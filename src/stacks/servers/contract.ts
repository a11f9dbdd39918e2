import { atServer, type Remedies, type RemedyFacts, type ServerLine } from '../remedy.ts';

/** How a server is recognised, and what to change at it. */
export interface ServerStack {
  readonly id: string;
  readonly title: string;
  /** Tested against the listening process's command line. */
  readonly command: RegExp | null;
  /** Tested against the `Server` response header. */
  readonly header: RegExp | null;
  /** Set where a process of its own forwards each address family to one server. */
  readonly processPerFamily?: true;
  readonly remedies: Remedies;
}

/** The findings that end when the server listens on both loopback families, with one line for them. */
export function listensOnBoth(line: (facts: RemedyFacts) => ServerLine): Remedies {
  const remedy = atServer(line);
  return { 'late-refused-first-address': remedy, 'one-family-listener': remedy };
}
