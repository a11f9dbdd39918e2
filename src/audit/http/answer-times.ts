import type { Addresses, AddressVisits } from '../../model/evidence.ts';
import type { Target } from '../../model/target.ts';
import { median } from '../../stats/quantile.ts';
import { lookupMs } from '../names/lookup-times.ts';
import { accepts, connectMs, rowsFor } from '../network/address-facts.ts';
import type { Waits } from './application-share.ts';

/** The times of one typical request. */
export interface AnswerTimes {
  /** From the lookup to the last byte. */
  readonly totalMs: number;
  /** Lookup, addresses that fail, connect, and a round trip. */
  readonly networkMs: number;
  /** From the first byte of the answer to the last one. */
  readonly bodyMs: number;
}

export function timesOf(waits: Waits, addresses: Addresses, target: Target): AnswerTimes {
  const { row, connection, typicalMs, roundTripMs } = waits;
  const beforeMs = connection === 'new' ? connectTotalMs(row, addresses, target) : 0;
  const bodyMs = bodyMsOf(waits);
  return { totalMs: beforeMs + typicalMs + bodyMs, networkMs: beforeMs + Math.min(roundTripMs, typicalMs), bodyMs };
}

/** The time of lookup, failed addresses and connect. */
function connectTotalMs(row: AddressVisits, addresses: Addresses, target: Target): number {
  const before = rowsFor(addresses, target.host).filter((each) => each.order < row.order && !accepts(each));
  const lostMs = before.reduce((sum, each) => sum + connectMs(each), 0);
  return (lookupMs(addresses, target.host) ?? 0) + lostMs + connectMs(row);
}

function bodyMsOf({ row, connection }: Waits): number {
  const visits = connection === 'new' ? row.cold : row.warm;
  const rests = visits.flatMap(({ firstByteMs, totalMs }) =>
    firstByteMs === null || totalMs === null ? [] : [totalMs - firstByteMs],
  );
  return rests.length === 0 ? 0 : median(rests);
}
