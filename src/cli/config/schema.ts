import { z } from 'zod';
import { arrivals } from '../../load/plan/contract.ts';
import { ToolError } from '../../model/error.ts';
import { readThreshold } from '../../pipelines/request/thresholds.ts';
import { formats } from '../../render/index.ts';
import { parseTarget } from '../../gather/target.ts';
import { authStacks } from '../../stacks/auth/index.ts';
import { suiteIds } from '../../suites/index.ts';
import { apiPath, durationMs, perSecond } from '../values.ts';

/** Schemas of single fields; each error names the expected value. */
const text = (expected: string): z.ZodString => z.string({ error: expected }).min(1, { error: expected });
const count = (expected = 'a whole number from 1 up'): z.ZodInt =>
  z.int({ error: expected }).min(1, { error: expected });
const flag = z.boolean({ error: 'true or false' });
const oneOf = <const T extends readonly [string, ...string[]]>(names: T) =>
  z.enum(names, { error: `one of ${names.join(', ')}` });
const listOf = <const T extends readonly [string, ...string[]]>(names: T) =>
  z
    .array(oneOf(names), { error: `a list of ${names.join(', ')}` })
    .min(1, { error: `at least one of ${names.join(', ')}` });

/** A text that is parsed by the same function as the flag of the same name. */
const parsedText = <T>(expected: string, read: (value: string) => T) =>
  text(expected).transform((value, context): T => {
    try {
      return read(value);
    } catch (error) {
      context.issues.push({ code: 'custom', input: value, ...issueOf(error, expected) });
      return z.NEVER;
    }
  });

/** A ToolError has a complete message; for other errors the expected value is named. */
const issueOf = (error: unknown, expected: string) =>
  error instanceof ToolError ? { message: error.message, params: { whole: true } } : { message: expected };

const duration = (what: string) =>
  parsedText('a duration like 10s, 500ms or 2m', durationMs).meta({ description: what, examples: ['10s'] });

const names = <T extends string>(all: readonly T[]): [T, ...T[]] => {
  const [first, ...rest] = all;
  if (first === undefined) throw new Error('the list of names is empty');
  return [first, ...rest];
};

const severities = oneOf(['low', 'medium', 'high']);
const inconclusive = oneOf(['pass', 'warn', 'fail']);
const presets = oneOf(names(authStacks.map(({ id }) => id)));
const formatNames = listOf(names(formats.map(({ name }) => name)));
const target = parsedText('a threshold like "refresh p95 < 30ms"', (value) => readThreshold(value));
const RATE = 'a rate like 100 or "100/s"';
const rate = z.union([z.number().positive(), parsedText(RATE, perSecond)], { error: RATE });

/** Settings of one server or of all servers; names and meanings are those of the flags. */
const settings = {
  user: text('the name of an account').optional().meta({ description: 'Account to sign in with.' }),
  passwordFile: text('the path of a file').optional().meta({ description: 'File whose first line is the password.' }),
  passwordEnv: text('the name of an environment variable')
    .optional()
    .meta({ description: 'Environment variable with the password (default: WHYSLOW_PASSWORD).' }),
  preset: presets.optional().meta({ description: 'Auth stack (default: detect).' }),
  api: parsedText('a path that starts with a slash, like /api/me/', apiPath)
    .optional()
    .meta({ description: 'Protected route to read (default: find one).' }),
  suites: listOf(names(suiteIds)).optional().meta({ description: 'Suites to run (default: all).' }),
  connections: count().optional().meta({ description: 'Connections of the concurrent trial.' }),
  requests: count().optional().meta({ description: 'Answers to measure in each trial.' }),
  duration: duration('Measure each trial for this long instead.').optional(),
  rate: rate.optional().meta({ description: 'Open model: planned requests per second.' }),
  arrivals: oneOf(arrivals).optional().meta({ description: 'Arrivals of the rate.' }),
  seed: count().optional().meta({ description: 'Seed of Poisson arrivals.' }),
  untilSure: flag.optional().meta({ description: 'Measure until more answers could not change a verdict.' }),
  maxTime: duration('Bound of untilSure for each suite.').optional(),
  secondOpinion: flag.optional().meta({ description: 'Also measure with autocannon.' }),
  targets: z
    .array(target, { error: 'a list of thresholds like "refresh p95 < 30ms"' })
    .min(1, { error: 'at least one threshold; leave the key out for the defaults' })
    .optional()
    .meta({ description: 'Thresholds; they replace the defaults.', examples: [['refresh p95 < 30ms']] }),
  failOn: severities.optional().meta({ description: 'Exit 20 when a finding or check of that severity fails.' }),
  onInconclusive: inconclusive.optional().meta({ description: 'What an undecided threshold counts as.' }),
  timeout: duration('Bound of one connect and of one answer to a probe.').optional(),
  wait: duration('Wait up to this long for a first answer.').optional(),
  timeLimit: duration('Bound of all measuring; the measurements so far are judged.').optional(),
  formats: formatNames.optional().meta({ description: 'Files to write.' }),
  out: text('the path of a folder').optional().meta({ description: 'Folder of the reports.' }),
};

const url = parsedText('a URL like http://localhost:8000', (value) => {
  parseTarget(value);
  return value;
}).meta({ description: 'The server.', examples: ['http://localhost:8000'] });

const server = z.strictObject({ url, ...settings }, { error: 'an object with at least a url' });

/** Used in the names of folders and outputs. */
const SERVER_NAME = /^[A-Za-z0-9][\w.-]*$/;
const serverName = z.string().regex(SERVER_NAME, { error: 'a name of letters, digits, ".", "_" and "-"' });

/** The schema of a configuration; editors complete by it as JSON Schema. */
export const configDocument = z
  .strictObject(
    {
      $schema: z.string({ error: 'the address of a schema' }).optional(),
      servers: z
        .record(serverName, server, { error: 'an object with a server under each name' })
        .refine((servers) => Object.keys(servers).length > 0, { error: 'at least one server' })
        .optional()
        .meta({ description: 'The servers by name.' }),
      ...settings,
    },
    { error: 'an object with servers' },
  )
  .meta({ title: 'whyslow.config', description: 'Settings for all servers, and for single servers.' });

export type ConfigDocument = z.output<typeof configDocument>;
export type Settings = Omit<ConfigDocument, '$schema' | 'servers'>;

/** The known keys at a path: none below `servers`, which holds names; those of a server below a name. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return Object.keys(configDocument.shape);
  return path.length === 2 ? Object.keys(server.shape) : [];
}
