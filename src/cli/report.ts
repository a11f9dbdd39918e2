import { env, stdout } from 'node:process';
import type { Format } from '../render/contract.ts';
import { formats } from '../render/index.ts';
import { reportFolder } from './files.ts';
import { lookFor } from './look.ts';
import { writeFormat } from './publish.ts';
import { readRun } from './saved-run.ts';

export interface ReportOptions {
  readonly format?: readonly Format[];
  readonly out?: string;
  readonly color: boolean;
}

/** Renders a saved run again: to stdout, or into a folder. */
export async function report(path: string, options: ReportOptions): Promise<void> {
  const saved = await readRun(path);
  const chosen = options.format ?? formats.filter(({ name }) => name === 'terminal');
  if (options.out === undefined) {
    const look = lookFor(stdout, env, options.color);
    const renderers = await Promise.all(chosen.map(({ load }) => load()));
    stdout.write(renderers.map(({ render }) => render(saved, look)).join('\n'));
    return;
  }
  const folder = await reportFolder(options.out, 'report', '');
  for (const format of chosen) await writeFormat(saved, format, folder);
}
