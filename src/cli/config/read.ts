import { dirname, resolve } from 'node:path';
import { ToolError } from '../../model/error.ts';
import { formats } from '../../render/index.ts';
import { clientSourceOf } from '../oauth-client.ts';
import { overridden, type MeasureSettings } from '../measure-settings.ts';
import { placeOfProfile } from '../profile/name.ts';
import { readDocument } from './document.ts';
import { didYouMean } from '../near-name.ts';
import { problemsOf } from './problems.ts';
import { configDocument, keysAt, type Settings } from './schema.ts';

export interface ConfiguredServer {
  readonly name: string;
  readonly url: string;
  /** Its own settings over those for all. */
  readonly settings: MeasureSettings;
}

export interface Config {
  readonly path: string;
  readonly common: MeasureSettings;
  readonly servers: readonly ConfiguredServer[];
}

/**
 * Reads a configuration in JSON or YAML.
 * @throws ToolError `bad-config` (exit 2) with every mistake: file, line, key, expected and given value.
 */
export async function readConfig(path: string): Promise<Config> {
  const refused = (message: string): ToolError => new ToolError('bad-config', message);
  const unreadable = (code: string): string =>
    `The configuration ${path} cannot be read (${code}). whyslow init URL writes one.`;
  const { value, described } = await readDocument(path, { refused, unreadable });
  const read = configDocument.safeParse(value);
  if (!read.success) throw described(problemsOf(read.error.issues, value, keysAt));
  const folder = dirname(path);
  const { servers = {}, $schema: _schema, ...settings } = read.data;
  const common = settingsIn(settings, folder);
  const { flows = [] } = settings;
  return {
    path,
    common,
    servers: Object.entries(servers).map(([name, { url, ...own }]) => ({
      name,
      url,
      settings: overridden(common, settingsIn({ ...own, flows: merged(flows, own.flows ?? []) }, folder)),
    })),
  };
}

type Flows = NonNullable<Settings['flows']>;

/** The flows for all servers and those of one, which replace others of the same name. */
const merged = (common: Flows, own: Flows): Flows => [
  ...common.filter(({ flow }) => !own.some((each) => each.flow.id === flow.id)),
  ...own,
];

/** @throws ToolError `unknown-server` (exit 2), with the nearest name, or with all names. */
export function serverNamed(name: string, { servers, path }: Config): ConfiguredServer {
  const found = servers.find((server) => server.name === name);
  if (found !== undefined) return found;
  const names = servers.map((server) => server.name);
  const question = didYouMean(name, names);
  const hint = question === '' ? ` Servers: ${names.join(', ')}.` : question;
  throw new ToolError('unknown-server', `${path} has no server "${name}".${hint}`);
}

/** Paths in a configuration are relative to its folder, not to the working directory. */
function settingsIn(settings: Settings, folder: string): MeasureSettings {
  const {
    passwordFile,
    passwordEnv,
    accountsFile,
    clientId,
    clientSecretEnv,
    signingKeyEnv,
    api,
    flows: own,
    profile,
    duration,
    maxTime,
    timeout,
    wait,
    timeLimit,
    longestGrace,
    formats: names,
    out,
    auditLog,
    ...same
  } = settings;
  return {
    choices: {
      ...same,
      own,
      auditLog: auditLog === undefined ? undefined : resolve(folder, auditLog),
      profile: profile === undefined ? undefined : placeOfProfile(profile, folder),
      apiPath: api,
      durationMs: duration,
      maxTimeMs: maxTime,
      timeoutMs: timeout,
      waitMs: wait,
      timeLimitMs: timeLimit,
      longestGraceMs: longestGrace,
    },
    password: passwordIn(passwordFile, passwordEnv, folder),
    accountsFile: accountsFile === undefined ? null : resolve(folder, accountsFile),
    client: clientSourceOf({ clientId, clientSecretEnv }),
    signingKeyEnv: signingKeyEnv ?? null,
    formats: names === undefined ? null : formats.filter(({ name }) => names.includes(name)),
    out: out === undefined ? null : resolve(folder, out),
  };
}

function passwordIn(
  file: string | undefined,
  variable: string | undefined,
  folder: string,
): MeasureSettings['password'] {
  if (file !== undefined) return { from: 'file', path: resolve(folder, file) };
  return variable === undefined ? null : { from: 'environment', name: variable };
}
