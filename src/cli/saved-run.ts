import { z } from 'zod';
import { agreeing } from '../judge/compare/saved.ts';
import { ToolError } from '../model/error.ts';
import { type Run, runSchema } from '../model/run.ts';
import { maskedText, withTexts } from '../model/secrets.ts';
import { runDocument } from '../model/schema/run.ts';
import { readText } from '../system/text-file.ts';

/**
 * Reads a run that was saved before.
 * @throws ToolError `bad-run` (exit 2) that names the file and the first thing that is not as it should be.
 */
export async function readRun(path: string): Promise<Run> {
  const text = await readText(path).catch((error: NodeJS.ErrnoException) => {
    throw new ToolError('bad-run', `The run ${path} cannot be read (${error.code}).`);
  });
  const value = parsed(text, path);
  const schema = schemaOf(value);
  if (schema !== runSchema) {
    throw new ToolError(
      'bad-run',
      `${path} is not a ${runSchema} file (its schema says ${JSON.stringify(schema)}). Make a new one with whyslow run.`,
    );
  }
  const read = runDocument.safeParse(value);
  // What came later than the file has its default in the schema; secrets that an earlier version wrote go no further.
  if (read.success) return withAgreeingTimes(withTexts<Run>(read.data, maskedText));
  throw new ToolError(
    'bad-run',
    `${path} is damaged: ${z.prettifyError(read.error).split('\n').slice(0, 2).join(' ')}`,
  );
}

const withAgreeingTimes = (run: Run): Run =>
  run.comparison === null ? run : { ...run, comparison: agreeing(run.comparison) };

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ToolError('bad-run', `${path} is no JSON. Expected a run.json that whyslow wrote.`);
  }
}

const schemaOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
