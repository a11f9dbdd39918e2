import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { baselineOf } from '../judge/compare/standing.ts';
import { type Baseline, baselineSchema } from '../model/baseline.ts';
import { ToolError } from '../model/error.ts';
import type { Run } from '../model/run.ts';
import { maskedText, withTexts } from '../model/secrets.ts';
import { baselineDocument } from '../model/schema/baseline.ts';
import { currentBaseline } from '../model/schema/first-version.ts';
import { readText } from '../system/text-file.ts';
import { makeFolder, systemCode, type Unwritten, writeAtomically } from './files.ts';

/** Inside the project, so that it can be committed. */
const FOLDER = join('.whyslow', 'baselines');

const pathOf = (name: string): string => join(FOLDER, `${name}.json`);

/**
 * Reads a saved baseline.
 * @throws ToolError `bad-baseline` (exit 2) that names the file and the existing baselines.
 */
export async function readBaseline(name: string): Promise<Baseline> {
  const path = pathOf(name);
  const text = await readText(path).catch(async (error: NodeJS.ErrnoException) => {
    const known = (await readdir(FOLDER).catch(() => [])).flatMap((file) => /^(.+)\.json$/.exec(file)?.[1] ?? []);
    const existing = known.length === 0 ? 'No baseline exists yet.' : `Existing baselines: ${known.join(', ')}.`;
    throw new ToolError(
      'bad-baseline',
      `The baseline ${path} cannot be read (${error.code}). ${existing} Save it with --save-baseline ${name}.`,
    );
  });
  const read = baselineDocument.safeParse(currentBaseline(parsed(text, path)));
  if (read.success) return withTexts<Baseline>(read.data, maskedText);
  throw new ToolError(
    'bad-baseline',
    `${path} is not a ${baselineSchema} file: ${z.prettifyError(read.error).split('\n').slice(0, 2).join(' ')}`,
  );
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ToolError('bad-baseline', `${path} is not JSON. Save it again with --save-baseline.`);
  }
}

/** @returns its path, or why it was not written; null where the run has no valid measurement to compare with. */
export async function saveBaseline(run: Run, name: string): Promise<{ readonly path: string } | Unwritten | null> {
  const baseline = baselineOf(run, name);
  if (baseline.standings.length === 0) return null;
  const path = pathOf(name);
  try {
    await makeFolder(FOLDER);
    await writeAtomically(path, `${JSON.stringify(baseline, null, 2)}\n`);
    return { path };
  } catch (error) {
    return { path, code: systemCode(error) };
  }
}
