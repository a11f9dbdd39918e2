import type { Addresses, KeepAlive, Listeners, LoopbackBaseline } from '../../model/evidence.ts';
import type { Advice, Fact, Opinion } from '../../model/finding.ts';
import type { ServerWaits } from '../../model/waits.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import type { Target } from '../../model/target.ts';
import { median, quantile } from '../../stats/quantile.ts';
import { audit, inconclusive, notApplicable, pass } from '../contract.ts';
import { answers, rowsFor, whoListens } from '../network/address-facts.ts';
import { loopbackIsSlow } from '../network/slow-loopback.ts';
import { ms } from '../duration.ts';
import { timesOf } from './answer-times.ts';
import { hasTwoModes, isSlow, type Waits, waitsOfAll } from './application-share.ts';
import { insideCause } from '../server/inside-cause.ts';
import { modesOf, seriesOf } from './answer-modes.ts';
import { isStalled } from './delayed-ack-stall.ts';
import { insideFacts } from './inside-server.ts';

/** Jakob Nielsen's second limit: a wait of one second interrupts the user's flow of thought. */
const SEVERE_MS = 1_000;

export const slowApplication = audit({
  id: 'slow-application',
  title: 'the application itself is slow',
  holds: 'the application is quick',
  needs: ['addresses'],
  uses: ['keep-alive', 'loopback-baseline', 'listeners', 'waits'],
  check(evidence, { target }) {
    const { addresses, 'loopback-baseline': baseline } = evidence;
    const rows = rowsFor(addresses, target.host).filter(answers);
    if (rows.length === 0) return notApplicable('no address gives an answer; see unreachable-target');
    const all = waitsOfAll(rows, baseline);
    if (all.length === 0) return inconclusive('one answer does not show what is typical; two are needed');
    const slow = all.filter(isSlow).filter((waits) => !isExplained(waits, all, evidence['keep-alive']));
    const [slowest] = slow.filter((waits) => !hasTwoModes(waits)).toSorted((a, b) => b.applicationMs - a.applicationMs);
    if (slowest === undefined) return notTheApplication(all, slow, baseline);
    const cause = evidence.waits === undefined ? null : insideCause(evidence.waits);
    if (cause !== null) return notApplicable(`most of its time has one cause inside; see ${cause.id}`);
    if (isHandshake(slowest, all, target)) return handshakeOrApplication(slowest);
    return slowAnswer({ slowest, all, addresses, target, listeners: evidence.listeners, waits: evidence.waits });
  },
});

/** Whether the delayed ACK is the cause: it was measured, and only open connections are slow. */
const isExplained = ({ row, connection }: Waits, all: readonly Waits[], keepAlive: KeepAlive | undefined): boolean =>
  connection === 'open' &&
  keepAlive !== undefined &&
  isStalled(keepAlive) &&
  all.some((other) => other.row === row && other.connection === 'new' && !isSlow(other));

/** The first byte on a new TLS connection includes the handshake. Where an open connection is fast, it may be the cause. */
const isHandshake = ({ row, connection }: Waits, all: readonly Waits[], { scheme }: Target): boolean =>
  scheme === 'https' &&
  connection === 'new' &&
  all.some((other) => other.row === row && other.connection === 'open' && !isSlow(other));

const handshakeOrApplication = ({ typicalMs }: Waits): Opinion =>
  inconclusive(
    `the first byte on a new connection takes ${ms(typicalMs)}, on an open one it is quick: ` +
      'the TLS handshake or the application may be slow; timing the handshake by itself would decide',
  );

function notTheApplication(
  all: readonly Waits[],
  slow: readonly Waits[],
  baseline: LoopbackBaseline | undefined,
): Opinion {
  const [bimodal] = slow;
  if (bimodal !== undefined) return twoModes(bimodal);
  const hidden = all.find(({ typicalMs }) => typicalMs > SLOW_ANSWER_MS);
  if (hidden !== undefined && baseline !== undefined && loopbackIsSlow(baseline)) {
    return inconclusive(`loopback itself is slow, which may be all of the ${ms(hidden.typicalMs)}; see slow-loopback`);
  }
  const typicalMs = Math.max(...all.map((waits) => waits.typicalMs));
  const slowestMs = Math.max(...all.flatMap(({ waitsMs }) => waitsMs));
  const slowest =
    slowestMs > SLOW_ANSWER_MS && typicalMs <= SLOW_ANSWER_MS ? `; the slowest took ${ms(slowestMs)}` : '';
  return pass(`the typical first byte takes ${ms(typicalMs)}${slowest}`);
}

function twoModes({ waitsMs, row }: Waits): Opinion {
  if (modesOf(seriesOf(row)) !== null) return notApplicable('the answers have two times; see sporadic-stall');
  const slow = waitsMs.filter((wait) => wait > SLOW_ANSWER_MS);
  const quick = waitsMs.filter((wait) => wait <= SLOW_ANSWER_MS);
  const others = quick.length === 0 ? '' : `, ${quick.length} take ${ms(median(quick))}`;
  return inconclusive(
    `${slow.length} of ${waitsMs.length} answers take ${ms(median(slow))}${others}: no single time is typical`,
  );
}

interface Case {
  readonly slowest: Waits;
  readonly all: readonly Waits[];
  readonly addresses: Addresses;
  readonly target: Target;
  readonly listeners: Listeners | undefined;
  readonly waits: ServerWaits | undefined;
}

function slowAnswer(found: Case): Opinion {
  const { slowest, all, target, listeners, waits } = found;
  const { applicationMs } = slowest;
  return {
    outcome: 'fail',
    severity: applicationMs >= SEVERE_MS ? 'high' : 'medium',
    costMs: applicationMs,
    summary: summaryOf(found),
    facts: [
      ...all.map(distribution),
      ...firstAndSlowest(slowest),
      ...insideFacts(waits),
      { kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' },
    ],
    advice: adviceFor(target),
  };
}

/** The query may hold secrets. */
const requestOf = ({ path }: Target): string => `GET ${path.split('?')[0] ?? '/'}`;

function summaryOf({ slowest, all, addresses, target }: Case): string {
  const { totalMs, networkMs, bodyMs } = timesOf(slowest, addresses, target);
  const rest = bodyMs >= 10 ? `; the rest of the answer takes ${ms(bodyMs)}` : '';
  return (
    `${requestOf(target)} takes ${ms(totalMs)}${slowPlaceText(slowest, all)}: ${shareText(slowest.applicationMs, totalMs)} is the application; ` +
    `network and names cost ${ms(networkMs)}${rest}.${fastPlaceText(slowest, all)}`
  );
}

/** "802 of 803 ms": the unit stands once where it is the same. */
function shareText(partMs: number, totalMs: number): string {
  const [part, total] = [ms(partMs), ms(totalMs)];
  const unit = total.slice(total.indexOf(' '));
  return `${part.endsWith(unit) && part.slice(part.indexOf(' ')) === unit ? part.slice(0, -unit.length) : part} of ${total}`;
}

/** The slow address and kind of connection. Empty where all of them are slow. */
function slowPlaceText({ row, connection }: Waits, all: readonly Waits[]): string {
  const address = all.some((waits) => waits.row !== row && !isSlow(waits)) ? ` on ${row.address}` : '';
  const sibling = all.find((waits) => waits.row === row && waits.connection !== connection);
  if (sibling === undefined || isSlow(sibling)) return address;
  return `${address} on ${connection === 'new' ? 'each new connection' : 'a connection that is open already'}`;
}

function fastPlaceText({ row, connection }: Waits, all: readonly Waits[]): string {
  const sibling = all.find((waits) => waits.row === row && waits.connection !== connection);
  if (sibling !== undefined && !isSlow(sibling)) {
    return ` On ${connection === 'new' ? 'an open' : 'a new'} connection the first byte takes ${ms(sibling.typicalMs)}.`;
  }
  const other = all.find((waits) => waits.row !== row && !isSlow(waits));
  return other === undefined ? '' : ` ${other.row.address} gives its first byte in ${ms(other.typicalMs)}.`;
}

const distribution = ({ row, connection, waitsMs, typicalMs }: Waits): Fact => ({
  kind: 'distribution',
  label: `first byte of ${row.address} on ${connection === 'new' ? 'a new' : 'an open'} connection`,
  n: waitsMs.length,
  p50Ms: typicalMs,
  p95Ms: quantile(waitsMs, 0.95),
});

function firstAndSlowest({ row: { firstAnswerMs, slowestAnswerMs } }: Waits): readonly Fact[] {
  if (firstAnswerMs === null || slowestAnswerMs === null) return [];
  return [{ kind: 'text', text: `The first answer took ${ms(firstAnswerMs)}, the slowest ${ms(slowestAnswerMs)}.` }];
}

const adviceFor = (target: Target): readonly Advice[] => [
  {
    do: `find what the handler of ${requestOf(target)} waits for: queries, requests to other services, locks, files`,
    command: null,
    where: 'server',
    savesMs: null,
  },
  {
    do: 'measure the parts of the handler with a profiler, or time them in the code',
    command: null,
    where: 'server',
    savesMs: null,
  },
];
