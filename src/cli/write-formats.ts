import { join } from 'node:path';
import { stderr } from 'node:process';
import type { Run } from '../model/run.ts';
import type { Format } from '../render/contract.ts';
import { type Unwritten, unwrittenReason, writeAtomically } from './files.ts';
import { machineCode, recordInternalError } from './internal-errors.ts';
import { outputStyleFor } from './output-style.ts';
import { quoted } from './values.ts';

export interface Written {
  /** Those whose file lies in the folder, in the order in which they were asked for. */
  readonly formats: readonly Format[];
  readonly pictures: number;
  readonly unwritten: readonly Unwritten[];
}

/** The exit code of a command that did all it should, but for a file. */
export const UNWRITTEN_EXIT = 2;

/**
 * Writes a run into a folder, run.json before all else: every other format can be made of it again. A file that cannot be
 * written is told in a sentence, and the next one is tried.
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
  for (const each of failed) tellUnwritten(each, nextStep(each.format, each.code, path));
  return { formats: written, pictures: [...done.values()].reduce((sum, count) => sum + count, 0), unwritten: failed };
}

const jsonFirst = (formats: readonly Format[]): readonly Format[] => [
  ...formats.filter(({ name }) => name === 'json'),
  ...formats.filter(({ name }) => name !== 'json'),
];

/**
 * The pictures first: a reader of the report finds what it refers to.
 * @returns how many pictures lie beside it.
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

/** An error without a system code is one of ours: it is reported as such, beside the files that could be written. */
function codeOf(error: unknown): string {
  const code = machineCode(error);
  if (code === null) recordInternalError(error);
  return code ?? 'internal error';
}

export function tellUnwritten({ path, code }: Unwritten, step: string): void {
  stderr.write(`whyslow: ${path} was not written: ${unwrittenReason(code)}. ${step}\n`);
}

/** What was measured need not be measured again where run.json lies. */
function nextStep({ name }: Format, code: string, saved: string | null): string {
  const orElse = isFull(code) ? 'Free some space, or' : '';
  if (saved !== null) {
    return sentence(`${orElse} write it to another folder: whyslow report ${quoted(saved)} --format ${name} --out DIR`);
  }
  const again = sentence(`${orElse} name another folder with --out DIR, and run it again.`);
  return name === 'json' ? `The result is in no file. ${again}` : again;
}

const isFull = (code: string): boolean => code === 'ENOSPC' || code === 'EDQUOT';

const sentence = (text: string): string => text.trim().replace(/^./, (first) => first.toUpperCase());
