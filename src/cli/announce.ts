import { appendFile } from 'node:fs/promises';
import { env, stderr, stdout } from 'node:process';
import type { Format } from '../render/contract.ts';
import { annotationsOf } from '../render/github/annotations.ts';
import { MOST_SUMMARY_BYTES } from '../render/github/index.ts';
import { type Measured, outputsOf, type StepEnd, type Unmeasured } from '../render/github/outputs.ts';
import { summaryOf } from '../render/github/summary.ts';
import type { Unwritten } from './files.ts';
import { mostSevereCode } from '../model/exit-codes.ts';
import { UNWRITTEN_EXIT } from './write-formats.ts';

/** Whether GitHub Actions reads the output and the format `github` was chosen. */
export const inStep = (formats: readonly Format[]): boolean => isForGithub(formats) && env['GITHUB_ACTIONS'] === 'true';

const isForGithub = (formats: readonly Format[]): boolean => formats.some(({ name }) => name === 'github');

/**
 * With `--format github`, writes the step summary and the outputs to the files named by the runner. Annotations follow the
 * page on the same stream, because the runner reads stdout and stderr independently and `stop-commands` has to end first.
 * With --json or --quiet they go to stderr, where the runner also reads commands.
 * @returns the exit code of the command, the worst of all servers.
 */
export async function announce(
  step: Step,
  formats: readonly Format[],
  { json, quiet }: OutputOptions,
): Promise<number> {
  const end = endOf(step);
  if (!isForGithub(formats)) return end.code;
  const runs = step.measured.map(({ run }) => run);
  const share = Math.floor(MOST_SUMMARY_BYTES / Math.max(1, runs.length));
  await append('GITHUB_STEP_SUMMARY', runs.map((run) => summaryOf(run, share)).join(''));
  await append('GITHUB_OUTPUT', outputsOf(step.measured, end));
  const stream = json === true || quiet === true ? stderr : stdout;
  if (inStep(formats)) stream.write(annotationsOf(runs, step.unmeasured));
  return end.code;
}

interface OutputOptions {
  readonly json?: true;
  readonly quiet?: true;
}

export interface Step {
  readonly measured: readonly Measured[];
  readonly unmeasured: readonly Unmeasured[];
  /** Files that could not be written. */
  readonly unwritten: readonly Unwritten[];
}

/** The command ends as its worst server did. An unwritten file turns success into a failure. */
function endOf({ measured, unmeasured, unwritten }: Step): StepEnd {
  const ends = [
    ...unmeasured.map(({ because, code }) => ({ verdict: 'invalid' as const, code, reason: because, folder: '' })),
    ...measured.map(({ folder, run: { verdict, exit } }) => ({ verdict, ...exit, folder })),
  ];
  const code = mostSevereCode(ends.map((end) => end.code));
  const end = ends.find((each) => each.code === code) ?? { verdict: 'pass', code, reason: 'done', folder: '' };
  const [first] = unwritten;
  if (code !== 0 || first === undefined) return end;
  return { ...end, code: UNWRITTEN_EXIT, reason: `${first.path} was not written (${first.code})` };
}

/** The result is already saved, so an unwritable file of the runner is a warning and not a failure. */
async function append(variable: string, text: string): Promise<void> {
  const path = env[variable];
  if (path === undefined || path === '') return;
  await appendFile(path, text).catch((error: NodeJS.ErrnoException) => {
    stderr.write(`whyslow: ${variable} names ${path}, which cannot be written (${error.code ?? 'unknown'}).\n`);
  });
}
