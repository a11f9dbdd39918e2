import type { Peer } from '../../../model/waits.ts';
import { isLoopbackAddress } from '../../../model/target.ts';
import { programOf, serversOf } from './processes.ts';

/** The programs that use these ports by default (IANA, and the documentation of each). */
const usual: Readonly<Partial<Record<number, string>>> = {
  25: 'a mail server',
  389: 'LDAP',
  587: 'a mail server',
  1433: 'SQL Server',
  3306: 'MySQL or MariaDB',
  5432: 'PostgreSQL',
  5672: 'RabbitMQ',
  6379: 'Redis',
  8086: 'InfluxDB',
  9000: 'PHP-FPM or MinIO',
  9042: 'Cassandra',
  9092: 'Kafka',
  9200: 'Elasticsearch',
  11211: 'memcached',
  27017: 'MongoDB',
};

/** Parts of the usual paths of unix sockets (the documentation of each). */
const usualSockets: readonly (readonly [RegExp, string])[] = [
  [/\.s\.PGSQL\./, 'PostgreSQL'],
  [/(?:mysql|mariadb)/i, 'MySQL or MariaDB'],
  [/(?:redis|valkey)/i, 'Redis'],
  [/memcached/i, 'memcached'],
  [/php.*fpm/i, 'PHP-FPM'],
  [/docker\.sock/, 'Docker'],
  [/systemd\/resolve/, 'systemd-resolved'],
  [/nscd/, 'nscd'],
];

const usualOfSocket = (path: string): string | null => usualSockets.find(([part]) => part.test(path))?.[1] ?? null;

/** Names the program behind a place: the one that listens there on this machine, else the usual one of the port. */
export function peerAt(place: string): Peer {
  if (place.startsWith('/') || place.startsWith('@')) return { place, program: usualOfSocket(place) };
  const colon = place.lastIndexOf(':');
  const [address, port] = [place.slice(0, colon).replace(/^\[|\]$/g, ''), Number(place.slice(colon + 1))];
  const listening = isLoopbackAddress(address) ? [...serversOf(port, new Set([process.pid]))].map(programOf) : [];
  return { place, program: listening.find((name) => name !== '') ?? usual[port] ?? null };
}
