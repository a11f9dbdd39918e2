import type { Fact, Opinion } from '../../model/finding.ts';
import { mayBeTheMachine } from '../../model/machine.ts';
import type { ServerProcesses } from '../../model/server-process.ts';
import { median, quantile } from '../../stats/quantile.ts';
import { atServer } from '../../stacks/remedy.ts';
import { ms } from '../duration.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { audit, inconclusive, notApplicable, pass, type Subject } from '../contract.ts';
import { answers, rowsFor, serverHeader, whoListens } from '../network/address-facts.ts';
import { type ColdStart, coldStartOf, modesOf, seriesOf } from './answer-modes.ts';

/** Jakob Nielsen's second limit: a wait of one second interrupts the user's flow of thought. */
const NOTABLE_MS = 1_000;
const SEVERE_MS = 5_000;

export const coldStart = audit({
  id: 'cold-start',
  title: 'the first answer is slow, and the later ones are quick',
  holds: 'the first answer is as quick as later ones',
  needs: ['addresses'],
  uses: ['machine', 'process', 'listeners'],
  check({ addresses, machine, process, listeners }, subject) {
    const rows = rowsFor(addresses, subject.target.host).filter(answers);
    if (rows.length === 0) return notApplicable('no address gives an answer; see unreachable-target');
    const series = rows.map(seriesOf);
    const [cold] = series.flatMap((each) => coldStartOf(each) ?? []).toSorted((a, b) => b.firstMs - a.firstMs);
    if (cold === undefined) return notCold(series.some((each) => modesOf(each) !== null));
    const costMs = cold.firstMs - median(cold.restMs);
    if (mayBeTheMachine(machine, costMs)) {
      return inconclusive(
        `${timesText(cold)}, and whyslow itself waited for a core: see noisy-machine; restart the server and measure again when it is idle`,
      );
    }
    const remedies = serverRemedies(listeners, serverHeader(addresses));
    return {
      outcome: 'fail',
      severity: severityOf(cold.firstMs),
      costMs,
      summary: `${timesText(cold)}: the server does something once, before or during its first answer.`,
      facts: [
        {
          kind: 'distribution',
          label: 'the later answers',
          n: cold.restMs.length,
          p50Ms: median(cold.restMs),
          p95Ms: quantile(cold.restMs, 0.95),
        },
        ...ageFact(process),
        { kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' },
      ],
      advice: adviceFor('cold-start', remedies, factsFor(subject, { savesMs: costMs }), general(subject)),
    };
  },
});

const notCold = (isSporadic: boolean): Opinion =>
  isSporadic
    ? notApplicable('slow answers came later too; see sporadic-stall')
    : pass('the first answer is as quick as the later ones, or all of them are slow');

const severityOf = (firstMs: number): 'low' | 'medium' | 'high' => {
  if (firstMs < NOTABLE_MS) return 'low';
  return firstMs < SEVERE_MS ? 'medium' : 'high';
};

const timesText = ({ row, firstMs, restMs }: ColdStart): string =>
  `The first answer of ${row.address} took ${ms(firstMs)}, the next ${restMs.length} take ${ms(median(restMs))}`;

const S_PER_MIN = 60;
const S_PER_HOUR = 3_600;

/** A process that has run for long was idle, or this path is new to it. */
function ageFact(process: ServerProcesses | undefined): readonly Fact[] {
  const [first] = process?.before ?? [];
  if (first === undefined) return [];
  const age =
    first.ageS < 2 * S_PER_MIN
      ? `${Math.round(first.ageS)} s`
      : first.ageS < 2 * S_PER_HOUR
        ? `${Math.round(first.ageS / S_PER_MIN)} min`
        : `${Math.round(first.ageS / S_PER_HOUR)} h`;
  return [{ kind: 'text', text: `${first.program} (pid ${first.pid}) had run for ${age} before the first request.` }];
}

const general = (subject: Subject) =>
  atServer(
    {
      do: 'let the server do it when it starts: load modules, compile templates and routes, open connections, fill caches',
      command: null,
    },
    { do: 'or send one request after each start', command: `curl -s -o /dev/null ${originOf(subject)}` },
  );

const originOf = ({ target: { url } }: Subject): string => new URL(url).origin;
