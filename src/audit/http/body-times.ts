import type { AddressVisits } from '../../model/evidence.ts';
import { median } from '../../stats/quantile.ts';

/** From the first byte to the end of the response, of a typical visit on a new connection. Null where no body ended. */
export function bodyMsOf({ cold }: AddressVisits): number | null {
  const times = cold.flatMap(({ firstByteMs, totalMs }) =>
    firstByteMs === null || totalMs === null ? [] : [totalMs - firstByteMs],
  );
  return times.length === 0 ? null : median(times);
}
