import { join } from 'node:path';
import { parseTarget } from '../gather/target.ts';
import { ToolError } from '../model/error.ts';
import { requestUrl } from '../model/target.ts';
import { type MeasureOptions, settingsFromFlags } from './measure-options.ts';
import { noSettings, overridden, type MeasureSettings } from './measure-settings.ts';

/** One server to measure. The name is the one in the configuration; without a URL it is the embedded reference server. */
export interface Job {
  readonly name: string | null;
  readonly url: string | undefined;
  readonly settings: MeasureSettings;
  readonly reproduce: string;
}

/**
 * The servers of a command line: the URL that it names, the servers of the configuration, or the embedded server. Flags
 * override the configuration.
 * @throws ToolError `bad-config`, `unknown-server` (exit 2)
 */
export async function jobsFor(
  url: string | undefined,
  options: MeasureOptions,
  reproduce: string,
): Promise<readonly Job[]> {
  const flags = settingsFromFlags(options);
  const { findConfig } = await import('./config/find.ts');
  const path = await findConfig(options.config);
  if (path === null) {
    if (options.server !== undefined) throw noConfigFor(options.server);
    return [{ name: null, url, settings: settled(noSettings, flags), reproduce }];
  }
  // Loaded only with a configuration, because it needs the schema library.
  const { readConfig, serverNamed } = await import('./config/read.ts');
  const config = await readConfig(path);
  const named = options.server === undefined ? config.servers : [serverNamed(options.server, config)];
  const meant =
    url === undefined || options.server !== undefined ? named : named.filter((each) => sameUrl(each.url, url));
  if (meant.length === 0) return [{ name: null, url, settings: settled(config.common, flags), reproduce }];
  const alone = meant.length === 1;
  if (!alone) refuseSharedFiles(options, meant.length);
  return meant.map((server) => {
    const settings = settled(server.settings, flags);
    return {
      name: server.name,
      url: url ?? server.url,
      settings: alone || settings.out === null ? settings : { ...settings, out: join(settings.out, server.name) },
      reproduce: alone ? reproduce : `${reproduce} --server ${server.name}`,
    };
  });
}

const settled = (first: MeasureSettings, flags: MeasureSettings): MeasureSettings =>
  withClientAsAccount(overridden(first, flags));

/** A client with a secret signs in for itself where no account is named (RFC 6749 §4.4). */
function withClientAsAccount(settings: MeasureSettings): MeasureSettings {
  const { choices, accountsFile, client } = settings;
  if (client.id === null || client.secretEnv === null) return settings;
  if (choices.user !== undefined || accountsFile !== null) return settings;
  return {
    ...settings,
    choices: { ...choices, user: client.id },
    password: { from: 'environment', name: client.secretEnv },
  };
}

/** Flags that name a file of one run, and cannot apply to several servers. */
const ofOneRun = ['hlog', 'samples', 'against'] as const satisfies readonly (keyof MeasureOptions)[];

function refuseSharedFiles(options: MeasureOptions, servers: number): void {
  const given = ofOneRun.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  throw new ToolError(
    'bad-load',
    `--${given} names a file of one run, and the configuration has ${servers} servers: add --server NAME.`,
  );
}

const sameUrl = (a: string, b: string): boolean => requestUrl(parseTarget(a)) === requestUrl(parseTarget(b));

const noConfigFor = (server: string): ToolError =>
  new ToolError(
    'unknown-server',
    `--server ${server} needs a configuration, and this folder has none. Write one with whyslow init URL, or name it with --config FILE.`,
  );
