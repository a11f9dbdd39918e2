import type { Remedies, RemedyFacts, ServerLine } from '../remedy.ts';
import { atServer } from '../remedy.ts';

/** The ports that relational databases and Redis use by default. */
const DATABASES: ReadonlySet<number> = new Set([1_433, 3_306, 5_432]);
const REDIS = 6_379;

/** The kind of another server, by its port. */
export type OtherServer = 'database' | 'redis' | 'other';

/** A line that names another server, like a database, by an address that answers. `place` is `127.0.0.1:6379`. */
export type NameLine = (kind: OtherServer, place: string) => ServerLine;

/** The remedy of a server that names another one by a name whose first address answers late. */
export const namesOtherServer = (line: NameLine): Remedies => ({
  'downstream-late-refusal': atServer(({ peer }) => line(kindOf(peer), peer ?? '')),
});

/** The remedy of a server that opens a connection to another one for each request. */
export const keepsConnections = (line: (kind: OtherServer, facts: RemedyFacts) => ServerLine): Remedies => ({
  'downstream-connect-each-request': atServer((facts) => line(kindOf(facts.peer), facts)),
});

function kindOf(place: string | null): OtherServer {
  const port = Number(place?.slice(place.lastIndexOf(':') + 1));
  if (DATABASES.has(port)) return 'database';
  return port === REDIS ? 'redis' : 'other';
}
