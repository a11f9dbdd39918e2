import type { LoadTrials } from '../../model/evidence.ts';
import type { Fact } from '../../model/finding.ts';
import { type ServerWaits, watchedMs } from '../../model/waits.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { serverHeader } from '../network/address-facts.ts';
import { adviceFor, authRemedies, factsFor, serverRemedies } from '../remedies.ts';
import { insideCause } from './inside-cause.ts';
import { isPasswordHash, loginOf } from './password-hash.ts';

const MS_PER_S = 1_000;

export const slowPasswordHash = audit({
  id: 'slow-password-hash',
  title: 'the check of a password takes most of a login',
  holds: 'the check of a password is not most of a login',
  needs: [],
  uses: ['flow-waits', 'load-trials', 'addresses', 'auth-surface', 'listeners'],
  check(evidence, subject) {
    const { 'load-trials': load, addresses } = evidence;
    const login = loginOf(evidence);
    if (login === undefined) return notApplicable('no login took so long that the server was watched');
    const { waits } = login;
    if (!isPasswordHash(login, evidence)) {
      const cause = insideCause(waits);
      return pass(`the login does not compute as a password hash does${cause === null ? '' : `; see ${cause.id}`}`);
    }
    const requestMs = watchedMs(waits) / waits.requestsMs.length;
    const cpuMs = cpuOf(waits);
    const remedies = {
      ...authRemedies(evidence['auth-surface']),
      ...serverRemedies(evidence.listeners, addresses === undefined ? null : serverHeader(addresses)),
    };
    return {
      outcome: 'fail',
      severity: 'medium',
      costMs: Math.min(cpuMs, requestMs),
      summary:
        `${capitalised(login.noun)} takes ${ms(requestMs)}, and the server is on the CPU for ${ms(cpuMs)} of it, while other requests are quick: ` +
        'it computes as a password hash of high cost does.',
      facts: [
        {
          kind: 'text',
          text: `One core can do at most ${(MS_PER_S / cpuMs).toFixed(1)} such logins a second, and nothing else meanwhile.`,
        },
        ...togetherFacts(load, login.flow),
      ],
      advice: adviceFor('slow-password-hash', remedies, factsFor(subject), general),
    };
  },
});

const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** For one login. */
const cpuOf = ({ shares, requestsMs }: ServerWaits): number =>
  shares.filter(({ kind }) => kind === 'cpu').reduce((sum, each) => sum + each.ms, 0) / requestsMs.length;

/** What logins at the same time cost each other. */
const togetherFacts = (load: LoadTrials | undefined, flow: string): readonly Fact[] =>
  (load?.trials ?? []).flatMap(({ suite, arm, connections, serviceMs }) =>
    suite === flow && arm === 'target' && connections > 1 && serviceMs !== null
      ? [
          {
            kind: 'text',
            text: `With ${connections} users at once, half of the logins took more than ${ms(serviceMs.p50)}.`,
          },
        ]
      : [],
  );

const general = atServer(
  {
    do: 'check passwords off the thread that answers requests, so that a login does not hold up the others',
    command: null,
  },
  {
    do: 'choose the cost of the hash so that a login takes 0.2 to 0.5 s on the machine that serves: a lower one is quicker and easier to break',
    command: null,
  },
  { do: 'in development and tests only: use the least cost, or a hash that is quick', command: null },
);
