import type { AddressVisits } from '../../model/evidence.ts';
import type { Advice } from '../../model/finding.ts';
import { isServerError, type StatusCount, statusCounts } from '../../model/status.ts';
import { audit, notApplicable, pass } from '../contract.ts';
import { answers, rowsFor, whoListens } from '../network/address-facts.ts';

export const everyAnswerAnError = audit({
  id: 'every-answer-an-error',
  title: 'every answer is a server error',
  holds: 'not every answer is a server error',
  needs: ['addresses'],
  uses: ['listeners'],
  check({ addresses, listeners }, { target }) {
    const rows = rowsFor(addresses, target.host).filter(answers);
    if (rows.length === 0) return notApplicable('no address gives an answer; see unreachable-target');
    const counts = statusCounts(allStatuses(rows));
    const errors = counts.filter(({ status }) => isServerError(status));
    const [most] = errors;
    if (most === undefined || errors.length < counts.length) return pass(`answers: ${counted(counts)}`);
    const n = errors.reduce((sum, { count }) => sum + count, 0);
    return {
      outcome: 'fail',
      severity: 'high',
      costMs: null,
      summary: `GET ${target.path.split('?')[0]} fails every time: ${n} of ${n} answers are ${counted(errors)}, a server error.`,
      facts: [
        ...rows.map(
          (row) => ({ kind: 'text', text: `${row.address}: ${counted(statusCounts(statusesOf(row)))}` }) as const,
        ),
        { kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' },
      ],
      advice: [adviceFor(most.status)],
    };
  },
});

const statusesOf = ({ statuses, answer }: AddressVisits): Readonly<Record<string, number>> =>
  Object.keys(statuses).length === 0 && answer !== null ? { [answer.status]: 1 } : statuses;

function allStatuses(rows: readonly AddressVisits[]): Readonly<Record<string, number>> {
  const sum: Record<string, number> = {};
  for (const [status, count] of rows.flatMap((row) => Object.entries(statusesOf(row)))) {
    sum[status] = (sum[status] ?? 0) + count;
  }
  return sum;
}

const counted = (counts: readonly StatusCount[]): string =>
  counts.map(({ status, count }) => (counts.length === 1 ? `${status}` : `${status} (${count} times)`)).join(' and ');

/** Where to look for the cause of each status (RFC 9110 §15.6). */
const places: Readonly<Record<number, string>> = {
  502: 'the gateway got no valid answer from the server behind it: check that this server runs and that the address of the upstream is right',
  503: 'the server reports that it is overloaded, starting or under maintenance: read its log, and the Retry-After header',
  504: 'the server behind the gateway did not answer in time: request that server directly, without the gateway',
};

const adviceFor = (status: number): Advice => ({
  do:
    places[status] ?? "read the server's log for the error behind this answer, and fix it before you measure any time",
  command: null,
  where: 'server',
  savesMs: null,
});
