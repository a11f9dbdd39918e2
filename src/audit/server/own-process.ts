import type { Addresses, AddressVisits } from '../../model/evidence.ts';
import { isLoopbackAddress, type Target } from '../../model/target.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { accepts, answers, rowsFor } from '../network/address-facts.ts';

/** The rows of the target's host where it is this machine alone: then a process that listens here is the server. */
export function ownRows(addresses: Addresses, { host }: Target): readonly AddressVisits[] {
  const rows = rowsFor(addresses, host);
  return rows.every(({ address }) => isLoopbackAddress(address)) ? rows : [];
}

/** Whether a connection was accepted and got no answer until the bound of the visit. */
export const isMute = (row: AddressVisits): boolean =>
  accepts(row) && !answers(row) && row.unanswered.some(({ code }) => MUTE.has(code));

const MUTE: ReadonlySet<string> = new Set(['hangs', 'header-stalls', 'tls-hangs']);

export const someAnswerIsSlow = (rows: readonly AddressVisits[]): boolean =>
  rows.some(({ slowestAnswerMs }) => (slowestAnswerMs ?? 0) > SLOW_ANSWER_MS);
