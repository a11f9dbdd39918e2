import { z } from 'zod';
import { bodyEnds } from '../silence.ts';
import { commands, runSchema } from '../run.ts';
import { operators, statistics } from '../threshold.ts';
import { judgedGrounds, verdictsWorstFirst } from '../verdict.ts';
import { against } from './against.ts';
import { clientPrediction } from './client.ts';
import { comparison } from './comparison.ts';
import { countByName } from './counts.ts';
import { connectOutcome, evidence } from './evidence.ts';
import { check, finding } from './finding.ts';
import { host } from './host.ts';
import { judgedProfile } from './profile.ts';
import { secondOpinion, suiteFacts, suiteId, suiteResult } from './suite.ts';

const object = z.strictObject;
const verdict = z.enum(verdictsWorstFirst);
const spread = object({ p50: z.number().min(0), p95: z.number().min(0) });

const addressRow = object({
  name: z.string(),
  address: z.string(),
  family: z.union([z.literal(4), z.literal(6)]),
  order: z.int().min(0),
  resolveMs: z.number().min(0),
  connect: connectOutcome,
  connectMs: spread,
  firstByteMs: spread.nullable(),
  totalMs: spread.nullable(),
  warmMs: spread.nullable(),
  answers: object({
    statuses: countByName,
    location: z.string().nullable(),
    firstMs: z.number().min(0).nullable(),
    slowestMs: z.number().min(0).nullable(),
    wholeMs: spread.nullable(),
    unanswered: z.int().min(0),
    body: z.enum(bodyEnds).nullable().default(null),
  }).default({
    statuses: {},
    location: null,
    firstMs: null,
    slowestMs: null,
    wholeMs: null,
    unanswered: 0,
    body: null,
  }),
});

const target = object({
  url: z.url(),
  host: z.string(),
  port: z.int().min(0).max(65_535),
  embedded: z.boolean(),
  preset: z.string().nullable(),
  authUrl: z.url().nullable().default(null),
  server: object({
    product: z.string().nullable(),
    pid: z.int().nullable(),
    command: z.string().nullable(),
    listens: z.array(z.string()),
  }),
});

const threshold = object({
  condition: z.string(),
  statistic: z.enum(statistics),
  operator: z.enum(operators),
  limit: z.number().min(0),
});

const judged = object({
  target: z.string(),
  suite: suiteId,
  threshold,
  actualMs: z.number().nullable(),
  intervalMs: z.tuple([z.number(), z.number()]).nullable(),
  verdict,
  because: z.string(),
  ground: z.enum(judgedGrounds).nullable().default(null),
});

const timeLimit = object({ ms: z.number().min(0), reached: z.string().nullable() });

const policy = object({
  failOn: z.enum(['low', 'medium', 'high']).nullable(),
  onInconclusive: z.enum(['pass', 'warn', 'fail']),
});

/** Validates saved runs. The code uses the plain types of `model/`; a test keeps both in agreement. */
export const runDocument = object({
  schema: z.literal(runSchema),
  command: z.enum(commands),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  tool: object({ version: z.string(), node: z.string() }),
  host,
  target,
  evidence: z.array(evidence),
  addresses: z.array(addressRow),
  clients: z.array(clientPrediction),
  findings: z.array(finding),
  flows: z.array(suiteFacts),
  suites: z.array(suiteResult),
  secondOpinions: z.array(secondOpinion),
  checks: z.array(check),
  profile: judgedProfile.exactOptional(),
  verdicts: z.array(judged),
  policy: policy.default({ failOn: null, onInconclusive: 'warn' }),
  against: against.nullable(),
  comparison: comparison.nullable().default(null),
  timeLimit: timeLimit.nullable().default(null),
  sent: z.array(object({ kind: z.string(), requests: z.array(z.string()) })).default([]),
  notChecked: z.array(z.string()),
  reproduce: z.string(),
  verdict,
  exit: object({ code: z.int().min(0).max(255), reason: z.string() }),
});
