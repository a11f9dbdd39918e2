import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { env, stderr, stdout } from 'node:process';
import type { Run } from '../model/run.ts';
import { MASK } from '../model/secrets.ts';
import type { Format } from '../render/contract.ts';
import { json } from '../render/json.ts';
import { terminalEnd, terminalPage } from '../render/terminal/index.ts';
import { type Pen, penFor } from '../render/terminal/pen.ts';
import { inStep } from './announce.ts';
import { REPORTS, type Unwritten } from './files.ts';
import { recordInternalError, recordSavedPath } from './internal-errors.ts';
import { outputStyleFor } from './output-style.ts';
import { quoted } from './values.ts';
import { type Written, writeFormats } from './write-formats.ts';

export interface PublishOptions {
  /** `later`: nothing is printed, because stdout is for the list of all runs. */
  readonly json?: true | 'later';
  readonly quiet?: true;
  readonly color: boolean;
  /** Whether the page ends with the next command. */
  readonly next?: boolean;
  readonly format: readonly Format[];
}

/** The files that could not be written, and the name with which --against finds the run; null where it was not saved. */
interface Published {
  readonly unwritten: readonly Unwritten[];
  readonly savedAs: string | null;
}

/**
 * Prints a run, then writes it in every chosen format. Printing first shows the result even where no file can be written.
 */
export async function publish(made: Run, folder: string, options: PublishOptions): Promise<Published> {
  const look = outputStyleFor(stdout, env, options.color);
  if (options.json === true) show(() => json.render(made, look));
  if (hasPage(options)) show(() => safeInSteps(terminalPage(made, look), options.format));
  const written = await writeFormats(made, options.format, folder);
  const saved = written.formats.find(({ name }) => name === 'json');
  if (written.formats.length > 0) recordSavedPath(saved === undefined ? folder : join(folder, saved.file));
  if (options.quiet !== true && written.formats.length > 0) {
    const pen = penFor(outputStyleFor(stderr, env, options.color));
    stderr.write(`\n${closing(made, folder, written, pen)}`);
  }
  const savedAs = saved === undefined ? null : nameOf(folder, saved.file);
  if (hasEnd(options)) show(() => safeInSteps(`\n${terminalEnd(made, look, savedAs)}`, options.format));
  return { unwritten: written.unwritten, savedAs };
}

const hasPage = ({ json: asJson, quiet }: PublishOptions): boolean => asJson === undefined && quiet !== true;
const hasEnd = (options: PublishOptions): boolean => hasPage(options) && options.next !== false;

function show(text: () => string): void {
  try {
    stdout.write(text());
  } catch (error) {
    recordInternalError(error);
  }
}

/** The paths of the files, and what the next command lacks. */
function closing(made: Run, folder: string, { formats, pictures }: Written, pen: Pen): string {
  const files = formats.map(({ file }) => file).join(', ');
  const beside = pictures === 0 ? '' : `, with ${pictures} picture${pictures === 1 ? '' : 's'} beside`;
  const written = `${pen.wrap(`written to ${join(folder, files)}${beside}`, 2)}\n`;
  return made.reproduce.includes(MASK)
    ? `${written}  replace ${MASK} below by the real values; they are not saved\n`
    : written;
}

/** How --against finds the saved run again. */
const nameOf = (folder: string, file: string): string =>
  dirname(folder) === REPORTS ? 'last' : quoted(join(folder, file));

export const runsAsJson = (runs: readonly Run[]): string => `${JSON.stringify(runs, null, 2)}\n`;

/** The page contains text of the server, which the runner could execute as workflow commands: they are switched off. */
function safeInSteps(page: string, formats: readonly Format[]): string {
  if (!inStep(formats)) return page;
  const token = randomUUID();
  return `::stop-commands::${token}\n${page}::${token}::\n`;
}
