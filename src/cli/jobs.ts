import { join } from 'node:path';
import { parseTarget } from '../gather/target.ts';
import { ToolError } from '../model/error.ts';
import { requestUrl } from '../model/target.ts';
import { type MeasureOptions, settingsFromFlags } from './measure-options.ts';
import { noSettings, overridden, type MeasureSettings } from './measure-settings.ts';

/** One server to measure. The name is that of the configuration; a url of none means the embedded reference server. */
export interface Job {
  readonly name: string | null;
  readonly url: string | undefined;
  readonly settings: MeasureSettings;
  readonly reproduce: string;
}

/**
 * Whom a command line is about: the URL it names, the servers of the configuration, or neither. What flags say wins.
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
    return [{ name: null, url, settings: overridden(noSettings, flags), reproduce }];
  }
  // The reader brings a schema library along, which nobody without a configuration pays for.
  const { readConfig, serverNamed } = await import('./config/read.ts');
  const config = await readConfig(path);
  const named = options.server === undefined ? config.servers : [serverNamed(options.server, config)];
  const meant =
    url === undefined || options.server !== undefined ? named : named.filter((each) => sameUrl(each.url, url));
  if (meant.length === 0) return [{ name: null, url, settings: overridden(config.common, flags), reproduce }];
  const alone = meant.length === 1;
  if (!alone) refuseSharedFiles(options, meant.length);
  return meant.map((server) => {
    const settings = overridden(server.settings, flags);
    return {
      name: server.name,
      url: url ?? server.url,
      settings: alone || settings.out === null ? settings : { ...settings, out: join(settings.out, server.name) },
      reproduce: alone ? reproduce : `${reproduce} --server ${server.name}`,
    };
  });
}

/** What belongs to one run cannot belong to several. */
const ofOneRun = ['hlog', 'samples', 'against'] as const satisfies readonly (keyof MeasureOptions)[];

function refuseSharedFiles(options: MeasureOptions, servers: number): void {
  const given = ofOneRun.find((name) => options[name] !== undefined);
  if (given === undefined) return;
  throw new ToolError(
    'bad-load',
    `--${given} names the file of one run, and these are ${servers} servers: add --server NAME.`,
  );
}

const sameUrl = (a: string, b: string): boolean => requestUrl(parseTarget(a)) === requestUrl(parseTarget(b));

const noConfigFor = (server: string): ToolError =>
  new ToolError(
    'unknown-server',
    `--server ${server} needs a configuration, and there is none here. Write one with whyslow init URL, or name it with --config FILE.`,
  );
