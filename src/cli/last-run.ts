import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseTarget } from '../gather/target.ts';
import { ToolError } from '../model/error.ts';
import type { Command, Run } from '../model/run.ts';
import { REPORTS } from './files.ts';
import { readRun } from './saved-run.ts';

/**
 * The newest run below reports/ of the same command and server.
 * @param url undefined for the embedded reference server.
 * @throws ToolError `no-last-run` (exit 2)
 */
export async function lastRun(command: Command, url: string | undefined): Promise<Run> {
  const port = url === undefined ? null : parseTarget(url).port;
  for (const path of await newestFirst()) {
    // A file that another version or another program wrote is no run of this server.
    const run = await readRun(path).catch(() => null);
    if (run?.command === command && (port === null ? run.target.embedded : run.target.port === port)) return run;
  }
  const server = port === null ? 'the embedded reference server' : `port ${port}`;
  throw new ToolError(
    'no-last-run',
    `There is no saved ${command} of ${server} below ${REPORTS}/ to compare with. Run it once without --against, or name a run.json.`,
  );
}

async function newestFirst(): Promise<readonly string[]> {
  const folders = await readdir(REPORTS).catch(() => []);
  const saved = await Promise.all(
    folders.map(async (folder) => {
      const path = join(REPORTS, folder, 'run.json');
      const found = await stat(path).catch(() => null);
      return found === null ? [] : [{ path, writtenMs: found.mtimeMs }];
    }),
  );
  return saved
    .flat()
    .toSorted((a, b) => b.writtenMs - a.writtenMs)
    .map(({ path }) => path);
}
