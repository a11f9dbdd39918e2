import type { AddressVisits, KeepAlive } from '../../model/evidence.ts';
import type { Fact } from '../../model/finding.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, inconclusive, note, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { serverHeader } from '../network/address-facts.ts';
import { type ConnectionPrice, connectionPrice } from '../network/connection-price.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';

const ID = 'no-keep-alive';
/** Of so many requests on one connection, at least one second request would have been answered. */
const FEWEST_VISITS = 2;

export const noKeepAlive = audit({
  id: ID,
  title: 'each request needs a new connection',
  holds: 'connections are reused',
  needs: ['addresses'],
  uses: ['keep-alive', 'listeners'],
  check({ addresses, listeners, 'keep-alive': kept }, subject) {
    const price = connectionPrice(addresses, subject.target);
    if (price === null) return notApplicable('no address gives an answer; see unreachable-target');
    const closes = closesEach(price.row, kept);
    if (closes === null) return inconclusive('whether the server keeps connections open was not seen');
    if (!closes) return pass('the server keeps connections open after its answer');
    const costMs = price.lookupMs + price.failedMs + price.connectMs;
    const facts = factsOf(price);
    const found = factsFor(subject, { savesMs: costMs });
    const advice = adviceFor(ID, serverRemedies(listeners, serverHeader(addresses)), found, general);
    const summary =
      `The server closes each connection after its answer, so that every request needs a new one: ${ms(costMs)} ` +
      `by the name ${subject.target.host}`;
    if (costMs < SLOW_ANSWER_MS) return note(`${summary}, which is little.`, { facts, advice });
    return { outcome: 'fail', severity: 'medium', costMs, summary: `${summary}.`, facts, advice };
  },
});

/** Null where it is not known. A server may also announce an open connection, and close it nevertheless. */
function closesEach({ response, body, warm }: AddressVisits, kept: KeepAlive | undefined): boolean | null {
  if (warm.length > 0 || (kept !== undefined && kept.reused.length > 0)) return false;
  if (response === null || body !== 'whole') return null;
  if (!response.keptAlive) return true;
  return kept !== undefined && kept.fresh.length >= FEWEST_VISITS ? true : null;
}

const factsOf = ({ lookupMs, failedMs, connectMs, row }: ConnectionPrice): readonly Fact[] => [
  {
    kind: 'table',
    head: ['part of a new connection', 'time'],
    rows: [
      ['name lookup', ms(lookupMs)],
      ...(failedMs === 0 ? [] : [['addresses that fail before', ms(failedMs)]]),
      [`connect to ${row.address}`, ms(connectMs)],
    ],
  },
];

const general = atServer({
  do: 'answer with HTTP/1.1, state the length of the body, and send no Connection: close',
  command: null,
});
