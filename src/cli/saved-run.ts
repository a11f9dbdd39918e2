import { z } from 'zod';
import { redacted, wordsOf } from '../gather/server/listeners/command-line.ts';
import { agreeing } from '../judge/compare/saved.ts';
import { ToolError } from '../model/error.ts';
import { type Run, runSchema } from '../model/run.ts';
import { maskedInRun, withTexts } from '../model/secrets.ts';
import { currentRun } from '../model/schema/first-version.ts';
import { runDocument } from '../model/schema/run.ts';
import { readText } from '../system/text-file.ts';

/**
 * Reads a saved run.
 * @throws ToolError `bad-run` (exit 2) that names the file and its first error.
 */
export async function readRun(path: string): Promise<Run> {
  const text = await readText(path).catch((error: NodeJS.ErrnoException) => {
    throw new ToolError(
      'bad-run',
      `The run ${path} cannot be read (${error.code}). Name a run.json, like one below reports/.`,
    );
  });
  const value = currentRun(parsed(text, path));
  const schema = schemaOf(value);
  if (schema !== runSchema) {
    throw new ToolError(
      'bad-run',
      `${path} is not a ${runSchema} file (its schema is ${JSON.stringify(schema)}). Make a new one with whyslow run.`,
    );
  }
  const read = runDocument.safeParse(value);
  // Keys newer than the file get defaults from the schema. Secrets written by an earlier version are masked.
  if (read.success) return withAgreeingTimes(withoutSecrets(read.data));
  throw new ToolError(
    'bad-run',
    `${path} is damaged: ${z.prettifyError(read.error).split('\n').slice(0, 2).join(' ')}`,
  );
}

/** Version 0.1 wrote command lines unmasked, in the evidence and in the facts of findings. */
function withoutSecrets(run: Run): Run {
  const listeners = run.evidence.flatMap((piece) =>
    piece.kind === 'listeners' && piece.outcome.ok ? piece.outcome.value.listeners : [],
  );
  const commands = [run.target.server, ...listeners].flatMap(({ command }) => (command === null ? [] : [command]));
  const shown = commands.map((command) => [command, redacted(wordsOf(command), run.target.port)] as const);
  return withTexts(run, (text, key) =>
    maskedInRun(
      shown.reduce((rest, [command, masked]) => (command === '' ? rest : rest.replaceAll(command, masked)), text),
      key,
    ),
  );
}

const withAgreeingTimes = (run: Run): Run =>
  run.comparison === null ? run : { ...run, comparison: agreeing(run.comparison) };

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ToolError('bad-run', `${path} is not JSON. Expected a run.json written by whyslow.`);
  }
}

const schemaOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
