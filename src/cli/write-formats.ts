import { join } from 'node:path';
import { stderr } from 'node:process';
import type { Run } from '../model/run.ts';
import type { Format } from '../render/contract.ts';
import { type Unwritten, unwrittenReason, writeAtomically } from './files.ts';
import { machineCode, recordInternalError } from './internal-errors.ts';
import { outputStyleFor } from './output-style.ts';
import { quoted } from './values.ts';

export interface Written {
  /** The formats whose file was written, in the order of the option. */
  readonly formats: readonly Format[];
  readonly pictures: number;
  readonly unwritten: readonly Unwritten[];
}

/** The exit code of a command that succeeded except for an unwritten file. */
export const UNWRITTEN_EXIT = 2;

/**
 * Writes a run into a folder, run.json first, because every other format can be made from it. A file that cannot be written
 * is reported, and the next one is tried.
 */
export async function writeFormats(made: Run, formats: readonly Format[], folder: string): Promise<Written> {
  const done = new Map<Format, number>();
  const failed: (Unwritten & { readonly format: Format })[] = [];
  for (const format of jsonFirst(formats)) {
    try {
      done.set(format, await writeFormat(made, format, folder, failed));
    } catch (error) {
      failed.push({ format, path: join(folder, format.file), code: codeOf(error) });
    }
  }
  const written = formats.filter((format) => done.has(format));
  const saved = written.find(({ name }) => name === 'json');
  const path = saved === undefined ? null : join(folder, saved.file);
  for (const each of failed) reportUnwritten(each, nextStep(each.format, each.code, path));
  return { formats: written, pictures: [...done.values()].reduce((sum, count) => sum + count, 0), unwritten: failed };
}

const jsonFirst = (formats: readonly Format[]): readonly Format[] => [
  ...formats.filter(({ name }) => name === 'json'),
  ...formats.filter(({ name }) => name !== 'json'),
];

/**
 * Writes the pictures before the page that refers to them.
 * @returns the number of pictures.
 */
async function writeFormat(
  made: Run,
  format: Format,
  folder: string,
  failed: (Unwritten & { readonly format: Format })[],
): Promise<number> {
  const renderer = await format.load();
  const text = renderer.render(made, outputStyleFor({ columns: 100 }, {}, false));
  let pictures = 0;
  for (const asset of renderer.assets?.(made) ?? []) {
    const path = join(folder, asset.file);
    try {
      await writeAtomically(path, asset.text);
      pictures += 1;
    } catch (error) {
      failed.push({ format, path, code: codeOf(error) });
    }
  }
  await writeAtomically(join(folder, format.file), text);
  return pictures;
}

/** An error without a system code is an internal error, and is reported as one; the other files are still written. */
function codeOf(error: unknown): string {
  const code = machineCode(error);
  if (code === null) recordInternalError(error);
  return code ?? 'internal error';
}

export function reportUnwritten({ path, code }: Unwritten, step: string): void {
  stderr.write(`whyslow: ${path} was not written: ${unwrittenReason(code)}. ${step}\n`);
}

/** The next step for the user: with a saved run.json, nothing has to be measured again. */
function nextStep({ name }: Format, code: string, saved: string | null): string {
  const orElse = isFull(code) ? 'Free some space, or' : '';
  if (saved !== null) {
    return sentence(`${orElse} write it to another folder: whyslow report ${quoted(saved)} --format ${name} --out DIR`);
  }
  const again = sentence(`${orElse} name another folder with --out DIR, and run it again.`);
  return name === 'json' ? `The result was not saved. ${again}` : again;
}

const isFull = (code: string): boolean => code === 'ENOSPC' || code === 'EDQUOT';

const sentence = (text: string): string => text.trim().replace(/^./, (first) => first.toUpperCase());
