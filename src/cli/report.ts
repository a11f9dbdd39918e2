import { env, stdout } from 'node:process';
import type { Format } from '../render/contract.ts';
import { formats } from '../render/index.ts';
import { reportFolder } from './files.ts';
import { outputStyleFor } from './output-style.ts';
import { readRun } from './saved-run.ts';
import { UNWRITTEN_EXIT, writeFormats } from './write-formats.ts';

export interface ReportOptions {
  readonly format?: readonly Format[];
  readonly out?: string;
  readonly color: boolean;
}

/** Renders a saved run again, to stdout or into a folder. @returns the exit code. */
export async function report(path: string, options: ReportOptions): Promise<number> {
  const saved = await readRun(path);
  const chosen = options.format ?? formats.filter(({ name }) => name === 'terminal');
  if (options.out === undefined) {
    const look = outputStyleFor(stdout, env, options.color);
    const renderers = await Promise.all(chosen.map(({ load }) => load()));
    stdout.write(renderers.map(({ render }) => render(saved, look)).join('\n'));
    return 0;
  }
  const folder = await reportFolder(options.out, 'report', '');
  const { unwritten } = await writeFormats(saved, chosen, folder);
  return unwritten.length === 0 ? 0 : UNWRITTEN_EXIT;
}
