import { depths } from '../../model/depth.ts';
import { z } from 'zod';
import { arrivals } from '../../load/plan/contract.ts';
import { SUITE_ID } from '../../model/suite.ts';
import { readAnyThreshold } from '../../pipelines/request/thresholds.ts';
import { formats } from '../../render/index.ts';
import { authStacks } from '../../stacks/auth/index.ts';
import { suiteIds } from '../../suites/index.ts';
import { plainId } from '../../suites/plain.ts';
import { profileName, PROFILE_OR_FILE } from '../profile/name.ts';
import { apiPath, checkName, graceMs, GROUP_NAMES, perSecond, serverUrl } from '../values.ts';
import { auth, authKeysAt } from './auth-fields.ts';
import { count, duration, flag, listOf, names, oneOf, parsedText, text } from './fields.ts';
import { flowKeysAt, flows } from './flow-fields.ts';

const severities = oneOf(['low', 'medium', 'high']);
const inconclusive = oneOf(['pass', 'warn', 'fail']);
const presets = oneOf(names(authStacks.map(({ id }) => id)));
const formatNames = listOf(names(formats.map(({ name }) => name)));
const target = parsedText('a threshold like "refresh p95 < 30ms"', readAnyThreshold);
const RATE = 'a rate like 100 or "100/s"';
const rate = z.union([z.number().positive(), parsedText(RATE, perSecond)], { error: RATE });

const SUITES = `${suiteIds.join(', ')} or the name of a flow`;

/** A mistyped name is answered with the message of the flag. */
const checks = (description: string) =>
  z
    .array(parsedText(`an id of a check, or one of the groups ${GROUP_NAMES}`, checkName), {
      error: `a list of ids of checks and of ${GROUP_NAMES}`,
    })
    .min(1, { error: 'at least one check or group; leave the key out for all' })
    .optional()
    .meta({ description, examples: [['rotation']] });

/** Settings of one server or of all servers; names and meanings are those of the flags. */
const settings = {
  user: text('the name of an account').optional().meta({ description: 'Account to sign in with.' }),
  passwordFile: text('the path of a file').optional().meta({ description: 'File whose first line is the password.' }),
  passwordEnv: text('the name of an environment variable')
    .optional()
    .meta({ description: 'Environment variable with the password (default: WHYSLOW_PASSWORD).' }),
  accountsFile: text('the path of a file')
    .optional()
    .meta({ description: 'File of accounts, a line NAME:PASSWORD each, instead of user.' }),
  clientId: text('the id of a client').optional().meta({ description: 'Client of an OAuth server.' }),
  clientSecretEnv: text('the name of an environment variable')
    .optional()
    .meta({ description: 'Environment variable with the secret of that client.' }),
  preset: presets.optional().meta({ description: 'Auth stack (default: detect).' }),
  authUrl: parsedText('a URL like http://localhost:8080', serverUrl)
    .optional()
    .meta({ description: 'Separate auth server to sign in at.', examples: ['http://localhost:8080/realms/dev'] }),
  api: parsedText('a path that starts with a slash, like /api/me/', apiPath)
    .optional()
    .meta({ description: 'Protected route to read (default: find one).' }),
  auth: auth.optional(),
  flows: flows.optional(),
  suites: z
    .array(z.string({ error: SUITES }).regex(SUITE_ID, { error: SUITES }), {
      error: `a list of ${suiteIds.join(', ')} and your flows`,
    })
    .min(1, { error: `at least one of ${suiteIds.join(', ')} and your flows` })
    .optional()
    .meta({ description: 'Suites to run, built-in and own (default: all).', examples: [suiteIds] }),
  connections: count().optional().meta({ description: 'Connections of the concurrent trial.' }),
  processes: count().optional().meta({ description: 'Generator processes that share the connections and the rate.' }),
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
  only: checks('Security checks to make: ids and groups (default: all).'),
  skip: checks('Security checks to leave out: ids and groups.'),
  auditLog: text('the path of a file')
    .optional()
    .meta({ description: 'File that the server appends its audit entries to.', examples: ['logs/audit.log'] }),
  longestGrace: parsedText('a duration from 0s to 60s', graceMs)
    .optional()
    .meta({
      description: 'How long the end of the time in which a used refresh token is accepted is looked for.',
      examples: ['2s'],
    }),
  signingKeyEnv: text('the name of an environment variable')
    .optional()
    .meta({ description: 'Environment variable with the key of the tokens, to sign wrong claims.' }),
  profile: parsedText(PROFILE_OR_FILE, profileName)
    .optional()
    .meta({
      description: `Which security checks are required, and how severe their failures are: ${PROFILE_OR_FILE}.`,
      examples: ['healthcare', './profile.yaml'],
    }),
  failOn: severities.optional().meta({ description: 'Exit 20 when a finding or check of that severity fails.' }),
  onInconclusive: inconclusive.optional().meta({ description: 'What an undecided threshold counts as.' }),
  depth: oneOf(depths).optional().meta({ description: 'How much a diagnosis asks; --quick and --deep set it.' }),
  timeout: duration('Bound of one connect and of one answer to a probe.').optional(),
  wait: duration('Wait up to this long for a first answer.').optional(),
  timeLimit: duration('Bound of all measuring; the measurements so far are judged.').optional(),
  formats: formatNames.optional().meta({ description: 'Files to write.' }),
  out: text('the path of a folder').optional().meta({ description: 'Folder of the reports.' }),
};

const url = parsedText('a URL like http://localhost:8000', serverUrl).meta({
  description: 'The server.',
  examples: ['http://localhost:8000'],
});

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
  .superRefine((document, context) => {
    const common = flowsIn(document);
    refuseUnknownSuites(document, common, [], context);
    for (const [name, own] of Object.entries(document.servers ?? {})) {
      refuseUnknownSuites(own, [...common, ...flowsIn(own)], ['servers', name], context);
    }
  })
  .meta({ title: 'whyslow.config', description: 'Settings for all servers, and for single servers.' });

export type ConfigDocument = z.output<typeof configDocument>;
export type Settings = Omit<ConfigDocument, '$schema' | 'servers'>;

/** A refinement also runs if a flow has mistakes. Its value is not parsed then. */
const flowsIn = ({ flows: own }: Pick<Settings, 'flows'>): NonNullable<Settings['flows']> =>
  Array.isArray(own) ? own : [];

type Naming = Pick<Settings, 'suites' | 'targets'>;

/** Suites and thresholds may name the flows of the same server and those for all servers. */
function refuseUnknownSuites(
  { suites = [], targets = [] }: Naming,
  own: NonNullable<Settings['flows']>,
  path: readonly PropertyKey[],
  context: z.core.$RefinementCtx,
): void {
  const known = [...suiteIds, ...own.map(({ flow }) => flow.id)];
  for (const [index, id] of suites.entries()) {
    if (known.includes(id)) continue;
    context.addIssue({
      code: 'custom',
      message: `one of ${known.join(', ')}`,
      path: [...path, 'suites', index],
      input: id,
    });
  }
  for (const [index, { suite, text: written }] of targets.entries()) {
    if (suite === null || suite === plainId || known.includes(suite)) continue;
    const message = `the threshold "${written}" names the suite "${suite}"; known are ${known.join(', ')}`;
    context.addIssue({
      code: 'custom',
      message,
      path: [...path, 'targets', index],
      params: { whole: true },
      input: written,
    });
  }
}

/** The known keys of the object at a path. */
export function keysAt(path: readonly PropertyKey[]): readonly string[] {
  const [first, ...rest] = path;
  if (first === undefined) return Object.keys(configDocument.shape);
  if (first !== 'servers') return keysOfSettings(path);
  return rest.length === 1 ? Object.keys(server.shape) : keysOfSettings(rest.slice(1));
}

/** None below `servers`, which holds names. */
function keysOfSettings([first, ...rest]: readonly PropertyKey[]): readonly string[] {
  if (first === 'auth') return authKeysAt(rest);
  return first === 'flows' && rest.length > 0 ? flowKeysAt(rest.slice(1)) : [];
}
