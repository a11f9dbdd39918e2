import type { AddressVisits } from '../../model/evidence.ts';
import type { Advice, Fact, Opinion } from '../../model/finding.ts';
import type { OpenConnections } from '../../model/open-connections.ts';
import type { Silence } from '../../model/silence.ts';
import { audit, inconclusive, notApplicable, pass, type Subject } from '../contract.ts';
import { ms } from '../duration.ts';
import { atServer } from '../../stacks/remedy.ts';
import { type Cause, causeOf, isStopped, type Mute } from './mute-cause.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { accepts, answers, nameToJudge, rowsFor, serverHeader, useAddress, whoListens } from './address-facts.ts';

export const muteAfterAccept = audit({
  id: 'mute-after-accept',
  title: 'connections are accepted and never answered',
  holds: 'accepted connections are answered',
  needs: ['addresses'],
  uses: ['open-connections', 'listeners'],
  explains: ['full-accept-queue', 'unreachable-target', 'accept-then-reset', 'one-family-listener', 'slow-application'],
  check({ addresses, listeners, 'open-connections': open }, subject) {
    const rows = rowsFor(addresses, nameToJudge(subject.target));
    const mute = rows.flatMap(muteIn)[0] ?? rows.flatMap((row) => behindFullQueue(row, open))[0];
    if (mute === undefined) return noneMute(rows);
    if (open?.own === 'answered') return slowOnce(mute);
    const working = rows.find(answers);
    const cause = causeOf(mute, working, open);
    if (cause === null) return undecided(mute, open);
    const remedies = serverRemedies(listeners, serverHeader(addresses));
    const general = atServer({ do: cause.step, command: cause.command });
    const atHand = cause.isForwarder
      ? adviceFor('mute-after-accept', remedies, factsFor(subject), general)
      : general(factsFor(subject));
    return {
      outcome: 'fail',
      severity: working === undefined || mute.row.order < working.order ? 'high' : 'medium',
      costMs: mute.waitedMs,
      summary: summaryOf(mute, cause),
      facts: [
        ...factsOf(open),
        { kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' },
      ],
      advice: [...inClient(working, subject), ...atHand],
    };
  },
});

const noneMute = (rows: readonly AddressVisits[]): Opinion =>
  rows.some(accepts)
    ? pass('no accepted connection stayed without an answer')
    : notApplicable('no address accepts a connection; see unreachable-target');

const summaryOf = ({ row, waitedMs }: Mute, { because }: Cause): string =>
  `${row.address} accepts ${row.silence === null ? 'no further connection' : 'connections and sends nothing'}: ${because}. ` +
  `No client tries another address after an accepted connection; it waits until its own time-out, here ${ms(waitedMs)}.`;

const inClient = (working: AddressVisits | undefined, { target }: Subject): readonly Advice[] =>
  working === undefined ? [] : [useAddress(target, working.address, null)];

const isMute = (silence: Silence): silence is Extract<Silence, { kind: 'hangs' | 'tls-hangs' }> =>
  silence.kind === 'hangs' || silence.kind === 'tls-hangs';

const muteIn = (row: AddressVisits): readonly Mute[] =>
  row.silence !== null && isMute(row.silence) ? [{ row, waitedMs: row.silence.waitedMs }] : [];

/** The kernel accepts connections for a stopped process until its queue is full. Then connects time out. */
const behindFullQueue = (row: AddressVisits, open: OpenConnections | undefined): readonly Mute[] => {
  const last = row.cold.at(-1);
  if (last?.connect !== 'timed-out' || open?.own !== 'not-accepted' || !open.processes.some(isStopped)) return [];
  return [{ row, waitedMs: last.connectMs }];
};

function factsOf(open: OpenConnections | undefined): readonly Fact[] {
  if (open === undefined) return [];
  const queued: Fact = {
    kind: 'measure',
    label: 'connections that wait to be accepted',
    value: open.queued,
    unit: 'count',
  };
  return [queued];
}

const undecided = ({ row, waitedMs }: Mute, open: OpenConnections | undefined) =>
  inconclusive(
    `${row.address} accepted the connection${open?.own === 'read' ? ', the server read the request' : ''} and sent nothing ` +
      `within ${ms(waitedMs)}: whether it never answers or is slower than that, a longer --timeout decides`,
  );

/** The other addresses may answer quickly because the server has started up meanwhile. */
const slowOnce = ({ row, waitedMs }: Mute) =>
  inconclusive(
    `${row.address} sent nothing within ${ms(waitedMs)} and answered a second request: its first answer is slow, as at the ` +
      'start of a server; a second run decides',
  );
