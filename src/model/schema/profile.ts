import { z } from 'zod';
import { requirementOutcomes } from '../profile.ts';
import { shownExchange } from './finding.ts';

const object = z.strictObject;

const judgedCheck = object({
  id: z.string(),
  severity: z.enum(['low', 'medium', 'high']),
  outcome: z.enum(['pass', 'fail', 'inconclusive', 'note', 'not-applicable', 'not-made']),
  exchanges: z.array(shownExchange.extend({ curl: z.string().exactOptional() })),
});

export const judgedProfile = object({
  id: z.string(),
  title: z.string(),
  about: z.string(),
  requirements: z.array(
    object({
      id: z.string(),
      text: z.string(),
      sources: z.array(z.string()),
      outcome: z.enum(requirementOutcomes),
      checks: z.array(judgedCheck),
    }),
  ),
});
