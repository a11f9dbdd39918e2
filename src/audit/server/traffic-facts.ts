import type { Fact } from '../../model/finding.ts';
import { type PeerTraffic, peerText, type ServerWaits } from '../../model/waits.ts';
import type { CauseOf } from './inside-cause.ts';

/** What the server exchanged with the other end of the wait; null where no connection to it was seen. */
export const trafficOf = ({ traffic }: ServerWaits, { peer }: CauseOf): PeerTraffic | null =>
  traffic.find((each) => each.peer.place === peer?.place) ?? null;

export const nameOf = ({ peer }: CauseOf): string => (peer === null ? 'another server' : peerText(peer));

/** For each request; at least one where there was any. */
export const eachRequest = (count: number, { requestsMs }: ServerWaits): number =>
  count === 0 ? 0 : Math.max(1, Math.round(count / requestsMs.length));

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** Connections and questions for each request. Empty where none was seen, as with a unix socket, whose bytes are not counted. */
export function trafficFacts(cause: CauseOf, waits: ServerWaits): readonly Fact[] {
  const seen = trafficOf(waits, cause);
  if (seen === null || seen.questions === 0) return [];
  const connections =
    seen.opened === 0
      ? 'on connections that stay open'
      : `on ${plural(eachRequest(seen.opened, waits), 'new connection')}`;
  const questions = plural(eachRequest(seen.questions, waits), 'question');
  return [{ kind: 'text', text: `Each request sends ${nameOf(cause)} some ${questions}, ${connections}.` }];
}
