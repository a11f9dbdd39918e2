import { ToolError } from '../../model/error.ts';
import { verifyEnd } from './chain.ts';
import type { Store } from './store.ts';

/**
 * Refuses a store whose audit log is broken at its end. After a crash an acknowledged entry may be missing, or an
 * undone entry may be back. Tokens may be in the wrong state too, so an operator must decide.
 * @throws ToolError if the end of the chain is broken, except at the accepted number
 */
export async function refuseBrokenEnd(store: Store, acceptedBreak: number | undefined): Promise<void> {
  const report = await verifyEnd(store, acceptedBreak);
  if (report.state === 'broken') {
    const { atNumber, because } = report;
    throw new ToolError(
      'audit-broken',
      `The audit log is broken at entry ${atNumber}: ${because}. Completed logins and refreshes may be undone, ` +
        `and undone ones may be back. Read "whyslow reference audit" and restore the store, or serve it as it is with ` +
        `--accept-audit-break ${atNumber}.`,
    );
  }
  if (acceptedBreak !== undefined) await store.moveHeadToEnd();
}
