import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The program that a shell would start under this name; null where there is none. */
export async function onPath(command: string): Promise<string | null> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const path of folders.flatMap((folder) => suffixes().map((suffix) => join(folder, command + suffix)))) {
    if (await isExecutable(path)) return path;
  }
  return null;
}

/** Only what can be started without a shell: a .cmd file cannot. */
const suffixes = (): readonly string[] => (process.platform === 'win32' ? ['.exe'] : ['']);

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
