import { join } from 'node:path';
import { env, stderr, stdout } from 'node:process';
import type { Run } from '../model/run.ts';
import type { Format } from '../render/contract.ts';
import { json } from '../render/json.ts';
import { terminal } from '../render/terminal/index.ts';
import { writeAtomically } from './files.ts';
import { lookFor } from './look.ts';

export interface PublishOptions {
  readonly json?: true;
  readonly quiet?: true;
  readonly color: boolean;
  readonly format: readonly Format[];
}

/** Writes a run in every format that was asked for, and shows it. */
export async function publish(made: Run, folder: string, options: PublishOptions): Promise<void> {
  const page = lookFor({ columns: 100 }, {}, false);
  for (const format of options.format) await writeAtomically(join(folder, format.file), format.render(made, page));
  const look = lookFor(stdout, env, options.color);
  if (options.json === true) stdout.write(json.render(made, look));
  else if (options.quiet !== true) stdout.write(terminal.render(made, look));
  if (options.quiet !== true)
    stderr.write(`\n  written to ${join(folder, options.format.map(({ file }) => file).join(', '))}\n`);
}
