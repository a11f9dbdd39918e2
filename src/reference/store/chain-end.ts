import { ToolError } from '../../model/error.ts';
import { verifyEnd } from './chain.ts';
import type { Store } from './store.ts';

/**
 * Whether a server may go on with this store. After a crash an answered entry may be missing from the end of the audit
 * log, or one that was undone may be back; then tokens may be in the wrong state too, and an operator decides.
 * @throws ToolError where the end of the chain is broken, unless at the number that is accepted
 */
export async function refuseBrokenEnd(store: Store, acceptedBreak: number | undefined): Promise<void> {
  const report = await verifyEnd(store, acceptedBreak);
  if (report.state === 'broken') {
    const { atNumber, because } = report;
    throw new ToolError(
      'audit-broken',
      `The audit log is broken at entry ${atNumber}: ${because}. Logins and refreshes that were answered may be undone, ` +
        `and undone ones may be back. Read "whyslow reference audit" and restore the store, or serve it as it is with ` +
        `--accept-audit-break ${atNumber}.`,
    );
  }
  if (acceptedBreak !== undefined) await store.moveHeadToEnd();
}
