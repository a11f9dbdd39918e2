import type { AddressVisits } from '../../model/evidence.ts';
import type { Advice, Fact } from '../../model/finding.ts';
import type { OpenConnections, ServerProcess } from '../../model/open-connections.ts';
import type { Silence } from '../../model/silence.ts';
import { audit, inconclusive, notApplicable, pass, type Subject } from '../contract.ts';
import { ms } from '../duration.ts';
import { atServer } from '../../stacks/remedy.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import {
  accepts,
  answers,
  nameToJudge,
  rowsFor,
  serverHeader,
  totalMs,
  useAddress,
  whoListens,
} from './address-facts.ts';

/** A server that is slow on one address is slow on the other too. Ten times slower is no such server. */
const TIMES_SLOWER = 10;

/** An address that accepted a connection and sent nothing until the bound of the visit. */
interface Mute {
  readonly row: AddressVisits;
  readonly waitedMs: number;
}

export const muteAfterAccept = audit({
  id: 'mute-after-accept',
  title: 'connections are accepted and never answered',
  needs: ['addresses'],
  uses: ['open-connections', 'listeners'],
  explains: ['unreachable-target', 'accept-then-reset', 'one-family-listener', 'slow-application'],
  check({ addresses, listeners, 'open-connections': open }, subject) {
    const rows = rowsFor(addresses, nameToJudge(subject.target));
    if (!rows.some(accepts)) return notApplicable('no address accepts a connection; see unreachable-target');
    const mute = rows.flatMap(muteIn)[0];
    if (mute === undefined) return pass('no accepted connection stayed without an answer');
    const working = rows.find(answers);
    const cause = causeOf(mute, working, open);
    if (cause === null) return undecided(mute, open);
    const { address, order } = mute.row;
    const remedies = serverRemedies(listeners, serverHeader(addresses));
    const general = atServer({ do: cause.step, command: cause.command });
    const isFirst = working === undefined || order < working.order;
    return {
      outcome: 'fail',
      severity: isFirst ? 'high' : 'medium',
      costMs: mute.waitedMs,
      summary:
        `${address} accepts connections and sends nothing: ${cause.because}. No client tries another address after an ` +
        `accepted connection; it waits until its own time-out, here ${ms(mute.waitedMs)}.`,
      facts: [
        ...factsOf(open),
        { kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' },
      ],
      advice: [
        ...inClient(working, subject),
        ...(cause.isForwarder
          ? adviceFor('mute-after-accept', remedies, factsFor(subject), general)
          : general(factsFor(subject))),
      ],
    };
  },
});

const inClient = (working: AddressVisits | undefined, { target }: Subject): readonly Advice[] =>
  working === undefined ? [] : [useAddress(target, working.address, null)];

const isMute = (silence: Silence): silence is Extract<Silence, { kind: 'hangs' | 'tls-hangs' }> =>
  silence.kind === 'hangs' || silence.kind === 'tls-hangs';

const muteIn = (row: AddressVisits): readonly Mute[] =>
  row.silence !== null && isMute(row.silence) ? [{ row, waitedMs: row.silence.waitedMs }] : [];

interface Cause {
  readonly because: string;
  readonly step: string;
  readonly command: string | null;
  /** Whether another address of the name answers, as where a forwarder has no server behind it. */
  readonly isForwarder: boolean;
}

/** Null where the server read the request and may only be slow. */
function causeOf(mute: Mute, working: AddressVisits | undefined, open: OpenConnections | undefined): Cause | null {
  const isRead = open === undefined || open.own === 'read' || open.own === 'not-accepted';
  const stopped = isRead ? undefined : open.processes.find(isStopped);
  if (stopped !== undefined) return stoppedCause(stopped);
  const answeredMs = working === undefined ? null : totalMs(working);
  if (working !== undefined && answeredMs !== null && answeredMs * TIMES_SLOWER <= mute.waitedMs) {
    return {
      because: `${working.address} answers in ${ms(answeredMs)}`,
      step: 'find what listens on this address: a port forwarder may have no server behind it there',
      command: null,
      isForwarder: true,
    };
  }
  return isRead ? null : blockedCause(open);
}

const blockedCause = ({ own }: OpenConnections): Cause => ({
  because:
    own === 'queued'
      ? 'the server does not take new connections from the queue of the kernel'
      : 'the server took the connection, and does not read the request',
  step: 'find what blocks the server: a debugger, a lock, or a request that does not end; its log and a stack dump show it',
  command: null,
  isForwarder: false,
});

/** proc(5): stopped by a signal, or by a tracer. */
const isStopped = ({ state }: ServerProcess): boolean => state === 'T' || state === 't';

const stoppedCause = ({ pid, program, state }: ServerProcess): Cause =>
  state === 'T'
    ? {
        because: `its process ${program} (pid ${pid}) is stopped by a signal, as with Ctrl-Z`,
        step: 'continue the process: with fg in its shell, or with a signal',
        command: `kill -CONT ${pid}`,
        isForwarder: false,
      }
    : {
        because: `a debugger stopped its process ${program} (pid ${pid})`,
        step: 'continue the process in the debugger',
        command: null,
        isForwarder: false,
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
    `${row.address} accepted the connection${open === undefined ? '' : ', the server read the request'} and sent nothing ` +
      `within ${ms(waitedMs)}: whether it never answers or is slower than that, a longer --timeout decides`,
  );
