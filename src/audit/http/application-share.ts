import type { AddressVisits, ColdVisit, LoopbackBaseline } from '../../model/evidence.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { isLoopbackAddress } from '../../model/target.ts';
import { median, quantile } from '../../stats/quantile.ts';

/** Whether each answer came on a new connection, or on one that was already open. */
export type Connection = 'new' | 'open';

/** The wait for the first byte at one address on one kind of connection, and the share of the application in it. */
export interface Waits {
  readonly row: AddressVisits;
  readonly connection: Connection;
  /** From the request to the first byte, the connect excluded. */
  readonly waitsMs: readonly number[];
  readonly typicalMs: number;
  /** The part of it that a network round trip may have taken. */
  readonly roundTripMs: number;
  readonly applicationMs: number;
}

/** One answer does not show what is typical. */
const FEWEST_ANSWERS = 2;

export const waitsOf = (row: AddressVisits, baseline: LoopbackBaseline | undefined): readonly Waits[] => {
  const fresh = row.cold.flatMap(waitAfterConnect);
  const open = row.warm.map(({ firstByteMs }) => firstByteMs);
  const roundTripMs = roundTripOf(row, baseline);
  return [waitsOn(row, 'new', fresh, roundTripMs), waitsOn(row, 'open', open, roundTripMs)].flatMap(
    (waits) => waits ?? [],
  );
};

/**
 * The waits at all addresses of one server. Where each address gave a single answer, which took seconds, they are taken
 * together.
 */
export function waitsOfAll(rows: readonly AddressVisits[], baseline: LoopbackBaseline | undefined): readonly Waits[] {
  const apart = rows.flatMap((row) => waitsOf(row, baseline));
  const [first] = rows;
  if (apart.length > 0 || first === undefined) return apart;
  const fresh = rows.flatMap(({ cold }) => cold.flatMap(waitAfterConnect));
  return [waitsOn(first, 'new', fresh, roundTripOf(first, baseline))].flatMap((waits) => waits ?? []);
}

const waitAfterConnect = ({ firstByteMs, connectMs }: ColdVisit): readonly number[] =>
  firstByteMs === null ? [] : [firstByteMs - connectMs];

function waitsOn(
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
 * A round trip takes as long as a connect. On loopback it is the connect to a listener of our own, since a lost SYN delays
 * connects to the target and not its answers. Elsewhere it is the fastest connect.
 */
function roundTripOf({ address, family, cold }: AddressVisits, baseline: LoopbackBaseline | undefined): number {
  const openMs = baseline?.families.find((each) => each.family === family)?.openMs ?? [];
  if (isLoopbackAddress(address) && openMs.length > 0) return median(openMs);
  return Math.min(...cold.map(({ connectMs }) => connectMs));
}

export const isSlow = ({ applicationMs }: Waits): boolean => applicationMs > SLOW_ANSWER_MS;

/** Whether the times have two modes: at least a quarter of the answers took less than half of the median. */
export const hasTwoModes = ({ waitsMs, typicalMs }: Waits): boolean => quantile(waitsMs, 0.25) < typicalMs / 2;
