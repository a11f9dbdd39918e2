import { join } from 'node:path';
import { env, stdout } from 'node:process';
import type { Format } from '../render/contract.ts';
import { terminal } from '../render/terminal/index.ts';
import { reportFolder, writeAtomically } from './files.ts';
import { lookFor } from './look.ts';
import { readRun } from './saved-run.ts';

export interface ReportOptions {
  readonly format?: readonly Format[];
  readonly out?: string;
  readonly color: boolean;
}

/** Renders a saved run again: to stdout, or into a folder. */
export async function report(path: string, options: ReportOptions): Promise<void> {
  const saved = await readRun(path);
  const chosen = options.format ?? [terminal];
  if (options.out === undefined) {
    const look = lookFor(stdout, env, options.color);
    stdout.write(chosen.map((format) => format.render(saved, look)).join('\n'));
    return;
  }
  const folder = await reportFolder(options.out, 'report', '');
  const page = lookFor({ columns: 100 }, {}, false);
  for (const format of chosen) await writeAtomically(join(folder, format.file), format.render(saved, page));
}
