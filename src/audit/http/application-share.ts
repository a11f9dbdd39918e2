import type { AddressVisits, LoopbackBaseline } from '../../model/evidence.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { isLoopbackAddress } from '../../model/target.ts';
import { median, quantile } from '../../stats/quantile.ts';

/** How the answers came to be: each on a connection of its own, or on one that was open already. */
export type Connection = 'new' | 'open';

/** What one address takes to its first byte on one kind of connection, and which part of it can only be the application's. */
export interface Waits {
  readonly row: AddressVisits;
  readonly connection: Connection;
  /** From the request to the first byte, the connect excluded. */
  readonly waitsMs: readonly number[];
  readonly typicalMs: number;
  /** What a round trip on the network may have cost of it. */
  readonly roundTripMs: number;
  readonly applicationMs: number;
}

/** One answer says nothing about what is typical. */
const FEWEST_ANSWERS = 2;

export const waitsOf = (row: AddressVisits, baseline: LoopbackBaseline | undefined): readonly Waits[] => {
  const fresh = row.cold.flatMap(({ firstByteMs, connectMs }) =>
    firstByteMs === null ? [] : [firstByteMs - connectMs],
  );
  const open = row.warm.map(({ firstByteMs }) => firstByteMs);
  const roundTripMs = roundTripOf(row, baseline);
  return [shared(row, 'new', fresh, roundTripMs), shared(row, 'open', open, roundTripMs)].flatMap(
    (waits) => waits ?? [],
  );
};

function shared(
  row: AddressVisits,
  connection: Connection,
  waitsMs: readonly number[],
  roundTripMs: number,
): Waits | null {
  if (waitsMs.length < FEWEST_ANSWERS) return null;
  const typicalMs = median(waitsMs);
  const applicationMs = Math.max(0, typicalMs - roundTripMs);
  return { row, connection, waitsMs, typicalMs, roundTripMs, applicationMs };
}

/**
 * A round trip costs what a connect costs. On loopback a listener of our own tells, since connects to the target may be
 * delayed by what does not delay its answers (a lost SYN); elsewhere the quickest connect does.
 */
function roundTripOf({ address, family, cold }: AddressVisits, baseline: LoopbackBaseline | undefined): number {
  const openMs = baseline?.families.find((each) => each.family === family)?.openMs ?? [];
  if (isLoopbackAddress(address) && openMs.length > 0) return median(openMs);
  return Math.min(...cold.map(({ connectMs }) => connectMs));
}

export const isSlow = ({ applicationMs }: Waits): boolean => applicationMs > SLOW_ANSWER_MS;

/** Whether the time is spread over two modes: a quarter of the answers or more took less than half of the typical one. */
export const hasTwoModes = ({ waitsMs, typicalMs }: Waits): boolean => quantile(waitsMs, 0.25) < typicalMs / 2;
