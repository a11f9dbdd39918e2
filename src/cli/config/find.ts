import { stat } from 'node:fs/promises';
import { ToolError } from '../../model/error.ts';

export const configNames = ['whyslow.config.json', 'whyslow.config.yaml', 'whyslow.config.yml'] as const;

/**
 * The path of the named configuration, or of the one in this folder; null without one.
 * @throws ToolError `bad-config` (exit 2) where the folder has two, since one would be ignored.
 */
export async function findConfig(named: string | undefined): Promise<string | null> {
  if (named !== undefined) return named;
  const looked = await Promise.all(configNames.map(async (name) => ((await isFile(name)) ? [name] : [])));
  const [first = null, second] = looked.flat();
  if (second === undefined) return first;
  throw new ToolError(
    'bad-config',
    `${first} and ${second} both exist: remove one of them, or name the right one with --config FILE.`,
  );
}

const isFile = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isFile() === true;
