import { z } from 'zod';
import { shownExchange } from './finding.ts';
import { auditedEvents, entryMarks } from '../audit-log.ts';

export const auditLogEntries = z.strictObject({
  log: z.string(),
  lines: z.int(),
  isWhole: z.boolean().exactOptional(),
  events: z.array(
    z.strictObject({
      event: z.enum(auditedEvents),
      status: z.int(),
      entry: z.enum(entryMarks).nullable(),
      shown: shownExchange.exactOptional(),
    }),
  ),
});
