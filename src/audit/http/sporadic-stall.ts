import type { Advice, Fact, Opinion } from '../../model/finding.ts';
import { type Machine, mayBeTheMachine } from '../../model/machine.ts';
import { median, quantile } from '../../stats/quantile.ts';
import { ms } from '../duration.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { audit, inconclusive, notApplicable, note, pass, type Subject } from '../contract.ts';
import { answers, rowsFor, serverHeader, whoListens } from '../network/address-facts.ts';
import { type Modes, modesOf, seriesOf } from './answer-modes.ts';
import { insideFacts } from './inside-server.ts';

/** A single answer may be slow because of a pause of the machine. One of half a second is felt as hanging. */
const ONE_IS_ENOUGH_MS = 500;
const SEVERE_MS = 1_000;

export const sporadicStall = audit({
  id: 'sporadic-stall',
  title: 'some answers are slow and others quick',
  holds: 'answers take similar times',
  needs: ['addresses'],
  uses: ['machine', 'waits', 'listeners'],
  explains: ['slow-application'],
  check(evidence, subject) {
    const rows = rowsFor(evidence.addresses, subject.target.host).filter(answers);
    if (rows.length === 0) return notApplicable('no address gives an answer; see unreachable-target');
    const found = rows.flatMap((row) => modesOf(seriesOf(row)) ?? []);
    const [worst] = found.toSorted((a, b) => median(b.slowMs) - median(a.slowMs));
    if (worst === undefined) return pass('the answers of each address take about the same time');
    const undecided = notDecided(found, evidence.machine);
    if (undecided !== null) return undecided;
    const remedies = serverRemedies(evidence.listeners, serverHeader(evidence.addresses));
    const facts: readonly Fact[] = [
      ...found.map(modesFact),
      ...insideFacts(evidence.waits),
      { kind: 'text', text: whoListens(evidence.listeners) ?? 'The listening process could not be read here.' },
    ];
    const advice = adviceFor('sporadic-stall', remedies, factsFor(subject), () => adviceOn(worst));
    const slowMs = found.flatMap((each) => each.slowMs);
    const summary = summaryOf(found, subject);
    if (slowMs.length === 1 && worst.slowMs.every((each) => each < ONE_IS_ENOUGH_MS)) return note(summary, { facts });
    return {
      outcome: 'fail',
      severity: median(worst.slowMs) >= SEVERE_MS ? 'high' : 'medium',
      costMs: median(worst.slowMs) - median(worst.quickMs),
      summary,
      facts,
      advice,
    };
  },
});

function notDecided(found: readonly Modes[], machine: Machine | undefined): Opinion | null {
  const text = found.map(countsText).join('; ');
  if (found.some(({ row }) => row.statuses['429'] !== undefined || (row.response?.retryAfter ?? null) !== null)) {
    return inconclusive(`${text}: the server limits the rate of requests, and its delay would look the same`);
  }
  if (found.every(({ order }) => order === 'from-then-on')) {
    return inconclusive(
      `${text}, and none was quick after the first slow one: a limit of the rate, or a server that became slow; ` +
        'the same request after a minute without any would decide',
    );
  }
  if (
    mayBeTheMachine(
      machine,
      found.reduce((sum, each) => sum + delayOf(each), 0),
    )
  ) {
    return inconclusive(
      `${text}, and whyslow itself waited for a core: see noisy-machine; measure again when it is idle`,
    );
  }
  return null;
}

/** By how much the slow answers took longer than the quick ones, all together. */
const delayOf = ({ slowMs, quickMs }: Modes): number => slowMs.reduce((sum, each) => sum + each - median(quickMs), 0);

/** "3 of 14 answers take 2.00 s, 11 take 0.9 ms". */
function countsText({ slowMs, quickMs }: Pick<Modes, 'slowMs' | 'quickMs'>): string {
  const all = slowMs.length + quickMs.length;
  const takes = slowMs.length === 1 ? 'takes' : 'take';
  return `${slowMs.length} of ${all} answers ${takes} ${ms(median(slowMs))}, ${quickMs.length} ${quickMs.length === 1 ? 'takes' : 'take'} ${ms(median(quickMs))}`;
}

function summaryOf(found: readonly Modes[], { target }: Subject): string {
  const together = {
    slowMs: found.flatMap(({ slowMs }) => slowMs),
    quickMs: found.flatMap(({ quickMs }) => quickMs),
  };
  const isEverySecond = found.every(({ order }) => order === 'every-second');
  const order = isEverySecond ? ' On new connections every second answer is slow.' : '';
  return `GET ${target.path.split('?')[0]} has two times: ${countsText(together)}.${order}`;
}

const modesFact = ({ row, slowMs, quickMs }: Modes): Fact => ({
  kind: 'text',
  text: `${row.address}: ${countsText({ slowMs, quickMs })}; the slowest ${ms(Math.max(...slowMs))}, the quickest ${ms(quantile(quickMs, 0))}.`,
});

function adviceOn({ order }: Modes): readonly Advice[] {
  const look: Advice = {
    do: 'log the time of each request with its process, its upstream and its database connection: what the slow ones share is the cause',
    command: null,
    where: 'server',
    savesMs: null,
  };
  const alternation: Advice = {
    do: 'request each upstream, worker or replica behind this server by itself: one of two that take turns is slow or does not answer',
    command: null,
    where: 'server',
    savesMs: null,
  };
  const pauses: Advice = {
    do: 'look for what happens from time to time: garbage collection, a cache that expires, a pool that opens a connection, a timer that computes',
    command: null,
    where: 'server',
    savesMs: null,
  };
  return order === 'every-second' ? [alternation, look] : [look, pauses];
}
