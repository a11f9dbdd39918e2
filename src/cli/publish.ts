import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { env, stderr, stdout } from 'node:process';
import type { Run } from '../model/run.ts';
import { MASK } from '../model/secrets.ts';
import type { Format } from '../render/contract.ts';
import { failedFindings } from '../render/failed.ts';
import { json } from '../render/json.ts';
import { terminal } from '../render/terminal/index.ts';
import { type Pen, penFor } from '../render/terminal/pen.ts';
import { inStep } from './announce.ts';
import { writeAtomically } from './files.ts';
import { lookFor } from './look.ts';
import { quoted } from './values.ts';

export interface PublishOptions {
  /** `later`: stdout is left free for the list of all runs. */
  readonly json?: true | 'later';
  readonly quiet?: true;
  readonly color: boolean;
  readonly format: readonly Format[];
}

/** Writes a run in every format that was asked for, and shows it. */
export async function publish(made: Run, folder: string, options: PublishOptions): Promise<void> {
  let pictures = 0;
  for (const format of options.format) pictures += await writeFormat(made, format, folder);
  const look = lookFor(stdout, env, options.color);
  if (options.json === true) stdout.write(json.render(made, look));
  else if (options.json === undefined && options.quiet !== true)
    stdout.write(safeInSteps(terminal.render(made, look), options.format));
  if (options.quiet !== true) {
    const pen = penFor(lookFor(stderr, env, options.color));
    stderr.write(`\n${closing(made, folder, options.format, pictures, pen)}`);
  }
}

/** Where it lies, and after a finding how to see whether the change helped. */
function closing(made: Run, folder: string, formats: readonly Format[], pictures: number, pen: Pen): string {
  const files = formats.map(({ file }) => file).join(', ');
  const beside = pictures === 0 ? '' : `, with ${pictures} picture${pictures === 1 ? '' : 's'} beside`;
  const written = `${pen.wrap(`written to ${join(folder, files)}${beside}`, 2)}\n`;
  const saved = formats.find(({ name }) => name === 'json');
  if (saved === undefined || made.against !== null || failedFindings(made).length === 0) return written;
  const values = made.reproduce.includes(MASK)
    ? `  put the real values where ${MASK} stands; they are not written anywhere\n`
    : '';
  // Never wrapped: it is there to be copied.
  return `${written}  after the change: ${made.reproduce} --against ${quoted(join(folder, saved.file))}\n${values}`;
}

/**
 * The report last: whoever sees it finds what it refers to.
 * @returns how many pictures lie beside it.
 */
export async function writeFormat(made: Run, { file, load }: Format, folder: string): Promise<number> {
  const renderer = await load();
  const assets = renderer.assets?.(made) ?? [];
  for (const asset of assets) await writeAtomically(join(folder, asset.file), asset.text);
  await writeAtomically(join(folder, file), renderer.render(made, lookFor({ columns: 100 }, {}, false)));
  return assets.length;
}

export const runsAsJson = (runs: readonly Run[]): string => `${JSON.stringify(runs, null, 2)}\n`;

/** A page holds words of the server, and a runner obeys a line that looks like a command: for this page it must not. */
function safeInSteps(page: string, formats: readonly Format[]): string {
  if (!inStep(formats)) return page;
  const token = randomUUID();
  return `::stop-commands::${token}\n${page}::${token}::\n`;
}
