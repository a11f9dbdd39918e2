import type { OtherPort } from './evidence.ts';

/** More ports than a reader looks through are no help. */
const MOST_PORTS = 8;

/** "Listening on this machine: 3000 (node), 5432 (postgres)." Empty without any. */
export function otherPortsText(ports: readonly OtherPort[]): string {
  if (ports.length === 0) return '';
  const shown = ports
    .slice(0, MOST_PORTS)
    .map(({ port, program }) => (program === null ? port : `${port} (${program})`));
  const more = ports.length > MOST_PORTS ? `, and ${ports.length - MOST_PORTS} more` : '';
  return `Listening on this machine: ${shown.join(', ')}${more}.`;
}
