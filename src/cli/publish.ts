import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { env, stderr, stdout } from 'node:process';
import type { Run } from '../model/run.ts';
import type { Format } from '../render/contract.ts';
import { json } from '../render/json.ts';
import { terminal } from '../render/terminal/index.ts';
import { inStep } from './announce.ts';
import { writeAtomically } from './files.ts';
import { lookFor } from './look.ts';

export interface PublishOptions {
  /** `later`: stdout is left free for the list of all runs. */
  readonly json?: true | 'later';
  readonly quiet?: true;
  readonly color: boolean;
  readonly format: readonly Format[];
}

/** Writes a run in every format that was asked for, and shows it. */
export async function publish(made: Run, folder: string, options: PublishOptions): Promise<void> {
  for (const format of options.format) await writeFormat(made, format, folder);
  const look = lookFor(stdout, env, options.color);
  if (options.json === true) stdout.write(json.render(made, look));
  else if (options.json === undefined && options.quiet !== true)
    stdout.write(safeInSteps(terminal.render(made, look), options.format));
  if (options.quiet !== true)
    stderr.write(`\n  written to ${join(folder, options.format.map(({ file }) => file).join(', '))}\n`);
}

/** The report last: whoever sees it finds what it refers to. */
export async function writeFormat(made: Run, { file, load }: Format, folder: string): Promise<void> {
  const renderer = await load();
  for (const asset of renderer.assets?.(made) ?? []) await writeAtomically(join(folder, asset.file), asset.text);
  await writeAtomically(join(folder, file), renderer.render(made, lookFor({ columns: 100 }, {}, false)));
}

export const runsAsJson = (runs: readonly Run[]): string => `${JSON.stringify(runs, null, 2)}\n`;

/** A page holds words of the server, and a runner obeys a line that looks like a command: for this page it must not. */
function safeInSteps(page: string, formats: readonly Format[]): string {
  if (!inStep(formats)) return page;
  const token = randomUUID();
  return `::stop-commands::${token}\n${page}::${token}::\n`;
}
