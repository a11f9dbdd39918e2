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

/** The command line as it was typed, without some of its servers. */
export interface TypedCommand {
  without(servers: readonly string[]): string;
}

/**
 * The jobs of several servers that were typed, each with a folder of its own. A server that was typed twice is measured once.
 * @throws ToolError `bad-url`, `bad-load`, and those of `jobsFor` (exit 2)
 */
export async function jobsForEach(
  urls: readonly string[],
  options: MeasureOptions,
  typed: TypedCommand,
): Promise<readonly Job[]> {
  const different = [...new Map(urls.map((url) => [requestUrl(parseTarget(url)), url])).values()];
  if (different.length > 1 && options.against !== undefined) {
    throw new ToolError(
      'bad-load',
      `--against compares with the run of one server, and ${different.length} were named: name one.`,
    );
  }
  const jobs: Job[] = [];
  for (const url of different) {
    const named = await jobsFor(url, options, typed.without(urls.filter((other) => other !== url)));
    jobs.push(...named.map((job) => (different.length === 1 ? job : apart(job, url))));
  }
  return jobs;
}

/** Named as it was typed, for the folder of its reports. */
function apart(job: Job, typed: string): Job {
  const { name, settings } = job;
  const label =
    name ??
    typed
      .replace(/^https?:\/\//, '')
      .replaceAll(/[^\w.]+/g, '-')
      .replaceAll(/^-|-$/g, '');
  const { out } = settings;
  return {
    ...job,
    name: label,
    settings: out === null || name !== null ? settings : { ...settings, out: join(out, label) },
  };
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
