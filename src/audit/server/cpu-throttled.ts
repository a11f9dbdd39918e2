import type { AddressVisits } from '../../model/evidence.ts';
import type { Advice, Fact } from '../../model/finding.ts';
import type { Throttling } from '../../model/throttling.ts';
import { audit, note, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { seriesOf } from '../http/answer-modes.ts';
import { answers, whoListens } from '../network/address-facts.ts';
import { ownRows, someAnswerIsSlow } from './own-process.ts';

/** The counters include work beside the requests: they explain a slow answer where they hold half of its time. */
const LEAST_SHARE = 0.5;
const SEVERE_MS = 500;

export const cpuThrottled = audit({
  id: 'cpu-throttled',
  title: 'the CPU limit of its container slows the server',
  holds: 'no CPU limit slows the server',
  needs: ['addresses', 'throttling'],
  uses: ['listeners'],
  // A process that is held back looks like one that waits for a core, or computes for long.
  explains: ['waits-for-core', 'cpu-bound-request', 'slow-application', 'sporadic-stall', 'cold-start'],
  check({ addresses, throttling, listeners }, { target }) {
    const rows = ownRows(addresses, target).filter(answers);
    if (rows.length === 0) return notApplicable('no address of this machine gives an answer');
    const { throttledPeriods, throttledMs } = throttling;
    if (throttledPeriods === 0) return pass(`${limitText(throttling)} held nothing back`);
    const answersMs = timesOf(rows);
    const totalMs = answersMs.reduce((sum, each) => sum + each, 0);
    const summary =
      `${limitText(throttling)} held the server back for ${ms(throttledMs)} of the ${ms(totalMs)} ` +
      `in which ${answersMs.length} answers were awaited.`;
    const facts: readonly Fact[] = [
      { kind: 'measure', label: 'periods in which the limit was used up', value: throttledPeriods, unit: 'count' },
      { kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' },
    ];
    if (!someAnswerIsSlow(rows) || throttledMs < LEAST_SHARE * totalMs) return note(summary, { facts });
    const eachMs = Math.min(throttledMs, totalMs) / answersMs.length;
    return {
      outcome: 'fail',
      severity: eachMs >= SEVERE_MS ? 'high' : 'medium',
      costMs: eachMs,
      summary,
      facts,
      advice: adviceOn(eachMs),
    };
  },
});

/** All answers whose time was measured, each address once. */
const timesOf = (rows: readonly AddressVisits[]): readonly number[] =>
  rows.map(seriesOf).flatMap(({ freshMs, openMs }) => [...freshMs, ...openMs]);

function limitText({ limitCores, periodMs }: Throttling): string {
  if (limitCores === null || periodMs === null) return 'The CPU limit of its control group';
  return `The CPU limit of its control group (${Number(limitCores.toFixed(2))} cores, in periods of ${ms(periodMs)})`;
}

const adviceOn = (savesMs: number): readonly Advice[] => [
  {
    do: 'raise or remove the CPU limit of the container (its cpus) or of the service (its CPU quota)',
    command: null,
    where: 'machine',
    savesMs,
  },
  {
    do: 'let the server use fewer threads and workers than cores of the limit, so that a burst does not use it up at once',
    command: null,
    where: 'server',
    savesMs: null,
  },
];
