import type { AuditLogEntries } from '../../../model/audit-log.ts';
import type { GatherContext } from '../../context.ts';
import type { AuthClient } from '../contract.ts';
import { securityExchange } from '../security-exchange.ts';
import { causeEvents } from './caused.ts';
import type { CausedEvent, OpenAuditLog } from './contract.ts';
import { marksOf } from './entries.ts';
import { joinedLines } from './joined-lines.ts';

/** Handlers of log files write at once; those that collect lines write once a second or every two. */
const SETTLE_MS = 3_000;
/** A log that had the first entry at once has the others soon, on a busy machine too. */
const PROMPT_SETTLE_MS = 1_000;
const LOOK_EVERY_MS = 50;

/** Causes one event of each kind, and looks for its entry in the log that the user named. */
export const auditLog = securityExchange({
  kind: 'audit-log',
  permission: '--audit-log',
  title: 'reading the audit log',
  harm: 'attacks',
  budgetMs: 60_000,
  sends: [
    'only with `--audit-log`, and on the embedded server: one login with a wrong password, two sign-ins, a refresh, the spent refresh token once more, and a sign-out',
  ],
  async perform(client, { auditLog: log }: GatherContext): Promise<AuditLogEntries> {
    if (log === undefined || log === null) return { log: '', lines: 0, isWhole: true, events: [] };
    const opened = await log.open();
    try {
      const found = await causeEvents(client, (first) => hasId(client, opened, first));
      const { lines, isWhole, entries } = await settled(client, opened, found);
      const events = found.events.map(({ event, status, shown }, at) => ({
        event,
        status,
        entry: entries[at] ?? null,
        ...(shown === undefined ? {} : { shown }),
      }));
      return { log: log.name, lines, isWhole, events };
    } finally {
      await opened.close();
    }
  },
});

/** Half a second is enough for a log that is written at once. */
const FIRST_LOOK_MS = 500;

/** Whether the log states the request ids that were sent. */
async function hasId(client: AuthClient, log: OpenAuditLog, { requestId }: CausedEvent): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < FIRST_LOOK_MS; waitedMs += LOOK_EVERY_MS) {
    if ((await log.lines()).some((line) => line.includes(requestId))) return true;
    await client.pause(LOOK_EVERY_MS);
  }
  return false;
}

/** Looks until each event has an entry, or was so long ago that a log that collects lines has written it. */
async function settled(
  client: AuthClient,
  log: OpenAuditLog,
  { events, subjects, isPrompt }: Awaited<ReturnType<typeof causeEvents>>,
) {
  const settleMs = isPrompt ? PROMPT_SETTLE_MS : SETTLE_MS;
  for (;;) {
    const lookedAtMs = Date.now();
    const lines = await log.lines();
    const entries = marksOf(joinedLines(lines, lookedAtMs), events, subjects);
    const awaited = events.some(({ toMs }, at) => entries[at] === null && lookedAtMs < toMs + settleMs);
    if (!awaited) return { lines: lines.length, isWhole: log.isWhole(), entries };
    await client.pause(LOOK_EVERY_MS);
  }
}
