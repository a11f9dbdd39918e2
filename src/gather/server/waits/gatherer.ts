import { gotNothing, type Outcome } from '../../../model/outcome.ts';
import type { AddressVisits } from '../../../model/evidence.ts';
import { SLOW_ANSWER_MS } from '../../../model/slow.ts';
import type { ServerWaits } from '../../../model/waits.ts';
import { gatherer } from '../../contract.ts';
import type { GatherContext } from '../../context.ts';
import { isThisMachine } from '../../reach.ts';
import { watchElsewhere } from './elsewhere/watch.ts';
import { sendRequests } from './url-requests.ts';
import { watchWhile } from './watch-while.ts';

/** Watches the server's processes while requests to the URL are open, one at a time. */
export function gatherWaits(context: GatherContext): Promise<Outcome<ServerWaits> | null> {
  const watch = process.platform === 'linux' ? watchWhile : watchElsewhere;
  return watch(context, () => sendRequests(context));
}

/** The slowest answer from the request to its first byte, the connect excluded. */
const isSlow = ({ slowestAnswerMs }: AddressVisits): boolean => (slowestAnswerMs ?? 0) > SLOW_ANSWER_MS;

export const waits = gatherer({
  kind: 'waits',
  title: 'watching what the server waits for',
  when: 'before',
  harm: 'none',
  budgetMs: 60_000,
  sends: [
    'GETs of the URL one at a time for 1.5 to 3 s, at most 100, where an answer took more than 100 ms; with `waits` always; on Linux the visits of `addresses` count among them where each was slow',
  ],
  platforms: ['linux', 'darwin', 'win32'],
  needs: ['addresses', 'answer'],
  async gather({ addresses }, context) {
    const { host } = context.target;
    const answering = addresses.visits.filter(({ name, answer }) => name === host && answer !== null);
    if (context.watchesQuick !== true && !answering.some(isSlow)) return null;
    const seen = context.inside?.outcome() ?? null;
    if (seen?.ok === true) return seen;
    if (answering.length > 0 && answering.every(({ address }) => isThisMachine(address))) return gatherWaits(context);
    return gotNothing('other-machine', `${host} is not only this machine, and the processes of others cannot be seen`);
  },
});
