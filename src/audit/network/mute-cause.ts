import type { AddressVisits } from '../../model/evidence.ts';
import type { OpenConnections, ServerProcess } from '../../model/open-connections.ts';
import { ms } from '../duration.ts';
import { totalMs } from './address-facts.ts';

/** A server that is slow on one address is slow on the other too. Ten times slower is no such server. */
const TIMES_SLOWER = 10;

/** An address that accepted a connection and sent nothing until the bound of the visit. */
export interface Mute {
  readonly row: AddressVisits;
  readonly waitedMs: number;
}

/** Why an address stays mute, and what to do. */
export interface Cause {
  readonly because: string;
  readonly step: string;
  readonly command: string | null;
  /** Whether another address of the name answers, as where a forwarder has no server behind it. */
  readonly isForwarder: boolean;
}

/** Null where the server read the request and may only be slow. */
export function causeOf(
  mute: Mute,
  working: AddressVisits | undefined,
  open: OpenConnections | undefined,
): Cause | null {
  const inside = open === undefined ? null : insideCause(open);
  if (inside?.isStopped === true) return inside.cause;
  const answeredMs = working === undefined ? null : totalMs(working);
  if (working === undefined || answeredMs === null || answeredMs * TIMES_SLOWER > mute.waitedMs) {
    return inside?.cause ?? null;
  }
  return {
    because: `${working.address} answers in ${ms(answeredMs)}`,
    step: 'find what listens on this address: a port forwarder may have no server behind it there',
    command: null,
    isForwarder: true,
  };
}

/** What the tables of the system show of the server. Null where it takes and reads connections. */
function insideCause(open: OpenConnections): { readonly isStopped: boolean; readonly cause: Cause } | null {
  const isBlocked = open.own === 'queued' || open.own === 'unread';
  const stopped = isBlocked || open.own === 'not-accepted' ? open.processes.find(isStopped) : undefined;
  if (stopped !== undefined) return { isStopped: true, cause: stoppedCause(stopped) };
  return isBlocked ? { isStopped: false, cause: blockedCause(open) } : null;
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
export const isStopped = ({ state }: ServerProcess): boolean => state === 'T' || state === 't';

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
