import { ToolError } from '../../model/error.ts';
import type { AuditBreak } from '../options.ts';
import { entryName, verifyEnd } from './chain.ts';
import type { AuditLog, Store } from './store.ts';

/**
 * Refuses a store with an audit log that is broken at its end. After a crash an acknowledged entry may be missing, or an
 * undone entry may be back. Tokens may be in the wrong state too, so an operator must decide.
 * @throws ToolError if the end of a chain is broken, except at the accepted entry
 */
export async function refuseBrokenEnd({ logs }: Pick<Store, 'logs'>, accepted: AuditBreak | undefined): Promise<void> {
  await Promise.all(logs.map((log) => refuseBrokenLog(log, acceptedIn(log, accepted))));
}

function acceptedIn({ name }: AuditLog, accepted: AuditBreak | undefined): number | undefined {
  if (accepted === undefined) return undefined;
  const { log, number } = typeof accepted === 'number' ? { log: '', number: accepted } : accepted;
  return log === name ? number : undefined;
}

async function refuseBrokenLog(log: AuditLog, acceptedNumber: number | undefined): Promise<void> {
  const report = await verifyEnd(log, acceptedNumber);
  if (report.state === 'broken') {
    const entry = entryName(log.name, report.atNumber);
    throw new ToolError(
      'audit-broken',
      `The audit log is broken at entry ${entry}: ${report.because}. Completed logins and refreshes may be undone, ` +
        `and undone ones may be back. Read "whyslow reference audit" and restore the store, or serve it as it is with ` +
        `--accept-audit-break ${entry}.`,
    );
  }
  if (acceptedNumber !== undefined) await log.moveHeadToEnd();
}
