import type { Advice } from '../../model/finding.ts';
import { audit, inconclusive, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { insideFacts } from '../http/inside-server.ts';
import { isSlow, waitsOf } from '../http/application-share.ts';
import { answers, rowsFor, whoListens } from '../network/address-facts.ts';
import { type LateConnect, lateConnectIn } from './late-connect.ts';

/** A wait of half a second on every request is perceived as hanging. */
const SEVERE_MS = 500;

export const downstreamLateRefusal = audit({
  id: 'downstream-late-refusal',
  title: 'the server connects to an address that does not answer',
  needs: ['addresses'],
  uses: ['waits', 'loopback-baseline', 'listeners'],
  check({ addresses, waits, 'loopback-baseline': baseline, listeners }, { target }) {
    const rows = rowsFor(addresses, target.host).filter(answers);
    if (rows.length === 0) return notApplicable('no address gives an answer; see unreachable-target');
    if (waits === undefined) {
      return rows.flatMap((row) => waitsOf(row, baseline)).some(isSlow)
        ? inconclusive('the answers are slow, and what the server waits for was not seen')
        : pass('the answers are quick');
    }
    const late = lateConnectIn(waits);
    if (late === null) return pass('the server does not wait for a connection to another server');
    return {
      outcome: 'fail',
      severity: late.ms >= SEVERE_MS ? 'high' : 'medium',
      costMs: late.ms,
      summary: `For ${ms(late.ms)} of the ${ms(late.requestMs)} of a request the server connects to ${late.place}, which does not answer.`,
      facts: [
        ...insideFacts(waits),
        { kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' },
      ],
      advice: adviceFor(late),
    };
  },
});

/** The settings that name another server, by what people connect to. */
const SETTINGS = 'DB_HOST, DATABASE_URL, REDIS_URL, the LOCATION of a cache, proxy_pass, or the target of a dev proxy';

function adviceFor({ place, ms: costMs }: LateConnect): readonly Advice[] {
  const port = place.slice(place.lastIndexOf(':') + 1);
  const isIpv6Loopback = place.startsWith('[::1]');
  return [
    {
      do: isIpv6Loopback
        ? `name the other server by 127.0.0.1:${port} instead of localhost:${port}, in ${SETTINGS}`
        : `name an address of the other server that answers instead of ${place}, in ${SETTINGS}`,
      command: null,
      where: 'server',
      savesMs: costMs,
    },
    {
      do: `let the other server listen on ${place} too`,
      command: null,
      where: 'machine',
      savesMs: costMs,
    },
    {
      do: 'keep the connection open between requests, so that only the first one waits',
      command: null,
      where: 'server',
      savesMs: null,
    },
  ];
}
