import type { Fact } from '../../model/finding.ts';
import { type ServerWaits, shareText, type WaitShare, watchedMs } from '../../model/waits.ts';

/** Smaller parts are within the error of the samples. */
const SMALLEST_SHARE = 0.05;

/** The parts of the time inside the server, largest first, without what could not be explained. */
function partsOf(waits: ServerWaits): readonly { readonly part: WaitShare; readonly share: number }[] {
  const totalMs = watchedMs(waits);
  return waits.shares
    .map((part) => ({ part, share: part.ms / totalMs }))
    .filter(({ part, share }) => part.kind !== 'unexplained' && share >= SMALLEST_SHARE);
}

/** Where the time went inside the server. None where that was not seen. */
export function insideFacts(waits: ServerWaits | undefined): readonly Fact[] {
  const parts = waits === undefined ? [] : partsOf(waits);
  if (parts.length === 0) return [];
  const text = parts.map(({ part, share }) => `${Math.round(share * 100)} % ${shareText(part)}`).join(', ');
  return [{ kind: 'text', text: `Inside the server: ${text}.` }];
}
