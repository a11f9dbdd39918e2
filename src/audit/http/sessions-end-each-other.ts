import type { SuiteResult } from '../../model/suite.ts';
import type { Opinion } from '../../model/finding.ts';
import { audit, inconclusive, notApplicable, pass } from '../contract.ts';

/** Under concurrency nearly every answer is refused, since nearly every session has ended. */
const REFUSED_SHARE = 0.5;
/** One at a time, at most the first answer of a suite meets an ended session. */
const TOLERABLE_SHARE = 0.05;
const REFUSED = ['401', '403'];

export const sessionsEndEachOther = audit({
  id: 'sessions-end-each-other',
  title: 'sessions of one account end each other',
  holds: 'several sessions of one account can exist',
  needs: [],
  uses: ['load-trials'],
  check({ 'load-trials': load }) {
    if (load === undefined) return notApplicable('no suite was measured');
    const pairs = load.trials.filter(isOneAtATime).flatMap((alone) => {
      const together = load.trials.find((trial) => trial.suite === alone.suite && isTogether(trial));
      return together === undefined ? [] : [{ alone, together }];
    });
    if (pairs.length === 0) return notApplicable('no suite was measured with several users at once');
    const [found] = pairs.filter(({ alone, together }) => endsSessions(together) && worksAlone(alone));
    if (found === undefined) return opinionWithout(pairs.map(({ together }) => together));
    const { suite, connections, errors, n, relogins } = found.together;
    return {
      outcome: 'fail',
      severity: 'medium',
      costMs: null,
      summary: `With ${connections} users at once, ${errors} of ${n + errors} answers of ${suite} were refused, and the users signed in again ${relogins} times; one at a time it works.`,
      facts: [
        {
          kind: 'text',
          text: `${suite}, one at a time: ${found.alone.errors} of ${found.alone.n + found.alone.errors} answers were wrong`,
        },
        { kind: 'text', text: `${suite}, ${connections} users: ${refusedText(found.together)}` },
      ],
      advice: [
        { do: 'measure with one user', command: '--connections 1', where: 'client', savesMs: null },
        {
          do: 'or with an account for each user, a line NAME:PASSWORD each in a file',
          command: '--accounts-file accounts.txt',
          where: 'client',
          savesMs: null,
        },
        {
          do: 'if one account should have several sessions, keep the earlier sessions when it signs in again',
          command: null,
          where: 'server',
          savesMs: null,
        },
      ],
    };
  },
});

/** A suite whose answers are mostly wrong shows nothing about sessions. */
function opinionWithout(trials: readonly SuiteResult[]): Opinion {
  const broken = trials.find(({ n, errors }) => errors >= (n + errors) * REFUSED_SHARE);
  if (broken === undefined) return pass(`no user was signed out by another: ${trials.map(refusedOf).join(', ')}`);
  const { suite, n, errors, connections } = broken;
  return inconclusive(
    `${errors} of ${n + errors} answers of ${suite} were wrong for another reason with ${connections} users at once`,
  );
}

const refusedOf = (trial: SuiteResult): string =>
  `${refusedIn(trial)} of ${trial.n + trial.errors} answers of ${trial.suite} were refused with ${trial.connections} users at once`;

const isKept = ({ arm, connection, model }: SuiteResult): boolean =>
  arm === 'target' && connection === 'kept-alive' && model === 'closed';

const isOneAtATime = (trial: SuiteResult): boolean => isKept(trial) && trial.connections === 1;
const isTogether = (trial: SuiteResult): boolean => isKept(trial) && trial.connections > 1;

const refusedIn = ({ statuses }: SuiteResult): number =>
  REFUSED.reduce((sum, status) => sum + (statuses[status] ?? 0), 0);

const refusedText = (trial: SuiteResult): string =>
  REFUSED.flatMap((status) =>
    trial.statuses[status] === undefined ? [] : [`${trial.statuses[status]} × status ${status}`],
  ).join(', ');

/** Every new sign-in ends another session, so that users sign in again as often as they are refused. */
const endsSessions = (trial: SuiteResult): boolean =>
  refusedIn(trial) > (trial.n + trial.errors) * REFUSED_SHARE && trial.relogins > refusedIn(trial) * REFUSED_SHARE;

const worksAlone = ({ n, errors }: SuiteResult): boolean =>
  n > 0 && errors <= Math.max(1, (n + errors) * TOLERABLE_SHARE);
