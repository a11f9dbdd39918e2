import { stat } from 'node:fs/promises';
import { ToolError } from '../../model/error.ts';

export const configNames = ['whyslow.config.json', 'whyslow.config.yaml', 'whyslow.config.yml'] as const;

/**
 * The configuration that was named, or the one of this folder; null where there is none.
 * @throws ToolError `bad-config` (exit 2) where there are two, since one of them would be ignored.
 */
export async function findConfig(named: string | undefined): Promise<string | null> {
  if (named !== undefined) return named;
  const looked = await Promise.all(configNames.map(async (name) => ((await isFile(name)) ? [name] : [])));
  const [first = null, second] = looked.flat();
  if (second === undefined) return first;
  throw new ToolError(
    'bad-config',
    `There are ${first} and ${second}: remove one of them, or name the right one with --config FILE.`,
  );
}

const isFile = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isFile() === true;
