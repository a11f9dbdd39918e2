import type { Advice, Fact, Opinion } from '../../model/finding.ts';
import type { Payload, PayloadSize } from '../../model/payload.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { isSuccess } from '../../model/status.ts';
import { median } from '../../stats/quantile.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, note, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { serverHeader } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';

/** The rows take most of the time if one row takes less than this share of all of them. */
const SMALL = 0.4;
/** Half of the rows of a list that grows evenly takes half of the time. A time that was reached already does not grow. */
const LARGEST_HALF = 0.8;
/** A body with all rows is at least this much longer than one with a single row. */
const LONGER = 1.5;
/** A wait of a second interrupts the user, see slow-application. */
const SEVERE_MS = 1_000;

export const growingList = audit({
  id: 'growing-list',
  title: 'the time of a list grows with its rows',
  holds: 'the time of a list does not grow with its rows',
  needs: ['addresses'],
  uses: ['payload', 'listeners'],
  explains: ['slow-application', 'cpu-bound-request', 'downstream-slow-answer', 'sleeping-request', 'large-body'],
  check({ addresses, payload, listeners }, subject) {
    if (payload === undefined) {
      return notApplicable(
        'the URL has no size parameter, such as limit or page_size, or is quick with the one it has',
      );
    }
    const found = timesOf(payload);
    if (found === null) return notApplicable('the URL refuses another value of its size parameter');
    const shown = `${payload.parameter}: one row takes ${ms(found.one.ms)}, half of them ${ms(found.half.ms)}, all ${ms(found.given.ms)}`;
    if (found.given.ms <= SLOW_ANSWER_MS || !grows(found)) return pass(shown);
    if (found.given.bytes < LONGER * found.one.bytes) {
      return note(`With ${shown}, and the body does not grow with it: more work, and not more rows.`);
    }
    const savesMs = found.given.ms - found.one.ms;
    const remedies = serverRemedies(listeners, serverHeader(addresses));
    return slowList(payload, found, adviceFor('growing-list', remedies, factsFor(subject, { savesMs }), general));
  },
});

type Times = Readonly<Record<PayloadSize, { readonly ms: number; readonly bytes: number }>>;

/** Null if one of the sizes was not answered with success. */
function timesOf({ sizes }: Payload): Times | null {
  const ofSize = (wanted: PayloadSize): Times[PayloadSize] | null => {
    const found = sizes.find(({ size }) => size === wanted);
    if (found === undefined || found.visits.length === 0 || !isSuccess(found.status)) return null;
    return { ms: median(found.visits.map(({ totalMs }) => totalMs)), bytes: found.bytes };
  };
  const [one, half, given] = [ofSize('one'), ofSize('half'), ofSize('given')];
  return one === null || half === null || given === null ? null : { one, half, given };
}

/** Whether one row takes little, and half of them clearly less than all. */
function grows({ one, half, given }: Times): boolean {
  const ofRowsMs = given.ms - one.ms;
  return one.ms <= SMALL * given.ms && half.ms - one.ms <= LARGEST_HALF * ofRowsMs;
}

function slowList({ parameter }: Payload, { one, half, given }: Times, advice: readonly Advice[]): Opinion {
  const costMs = given.ms - one.ms;
  return {
    outcome: 'fail',
    severity: costMs >= SEVERE_MS ? 'high' : 'medium',
    costMs,
    summary:
      `With the given ${parameter} the answer takes ${ms(given.ms)}, with half of it ${ms(half.ms)} and with 1 ${ms(one.ms)}: ` +
      'each row costs time, as it does where every row has a query of its own or a table has no index.',
    facts: [tableOf({ one, half, given })],
    advice,
  };
}

const tableOf = ({ one, half, given }: Times): Fact => ({
  kind: 'table',
  head: ['rows', 'time', 'body'],
  rows: [
    ['1', ms(one.ms), `${one.bytes} bytes`],
    ['half', ms(half.ms), `${half.bytes} bytes`],
    ['as given', ms(given.ms), `${given.bytes} bytes`],
  ],
});

const general = atServer(
  {
    do: 'count the queries of one answer in the log of the database: as many as rows means a query in a loop; fetch the related rows with one join or one query',
    command: null,
  },
  {
    do: 'a single query that takes long needs an index on the columns that it filters and sorts by',
    command: 'CREATE INDEX ON table (column)',
  },
  { do: 'give fewer rows in one answer, and the others on request', command: null },
);
