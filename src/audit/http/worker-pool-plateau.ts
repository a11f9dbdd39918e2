import type { Opinion } from '../../model/finding.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import type { Slope } from '../../model/slope.ts';
import { aloneMs, growth, mayBeInWaves, NOTABLE_MS, timesOfMost, workersShown } from '../../model/slope-shape.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, inconclusive, note, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { serverHeader } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { isQuick, otherCause, severityOf, timesFact } from './at-once.ts';

/** Chrome and Firefox open six connections to a server. */
const OF_A_BROWSER = 6;
/** Four at once is the most of a diagnosis without --deep. */
const MOST_OF_DEFAULT = 4;

export const workerPoolPlateau = audit({
  id: 'worker-pool-plateau',
  title: 'requests wait for one of few workers',
  holds: 'there are enough workers for the requests',
  needs: ['slope', 'addresses'],
  uses: ['listeners'],
  check({ slope, addresses, listeners }, subject) {
    const other = otherCause(slope, addresses, subject.target.host);
    if (other !== null) return other;
    const workers = workersShown(slope, 'none');
    const eachMs = aloneMs(slope, 'none');
    if (eachMs < NOTABLE_MS) return pass(isQuick(eachMs));
    if (workers === 1) return notApplicable('requests are answered one at a time; see serial-server');
    if (workers === null) return noWaves(slope);
    const summary =
      `The server works on ${workers} requests at once; each further ${workers} wait ${ms(eachMs)} more. ` +
      `The last of ${OF_A_BROWSER} requests waits ${ms(waitOfSix(workers, eachMs))}.`;
    const facts = [timesFact(slope, 'none')];
    const isDeep = timesOfMost(slope, 'none').length > MOST_OF_DEFAULT;
    if (!isDeep || waitOfSix(workers, eachMs) < SLOW_ANSWER_MS) return note(summary, { facts });
    const remedies = serverRemedies(listeners, serverHeader(addresses));
    const advice = adviceFor('worker-pool-plateau', remedies, factsFor(subject, { savesMs: eachMs }), moreWorkers);
    return { outcome: 'fail', severity: severityOf(eachMs), costMs: eachMs, summary, facts, advice };
  },
});

/** How long the last of six requests waits for a worker. */
const waitOfSix = (workers: number, eachMs: number): number => (Math.ceil(OF_A_BROWSER / workers) - 1) * eachMs;

function noWaves(slope: Slope): Opinion {
  const most = timesOfMost(slope, 'none').length;
  if (most <= MOST_OF_DEFAULT) return notApplicable('only --deep sends more than four requests at once');
  const times = `the last of ${most} requests at once takes ${growth(slope, 'none').toFixed(1)} times as long as one alone`;
  if (!mayBeInWaves(slope, 'none')) return pass(times);
  return inconclusive(
    `${times}, and the answers come too unevenly to count the workers; measure again on a quiet machine`,
  );
}

const moreWorkers = atServer({
  do: 'raise the number of workers or threads, or make the answers shorter',
  command: null,
});
