import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env, stderr, stdout } from 'node:process';
import type { Run } from '../model/run.ts';
import type { Format } from '../render/contract.ts';
import { annotationsOf } from '../render/github/annotations.ts';
import { github, MOST_SUMMARY_BYTES } from '../render/github/index.ts';
import { type Measured, outputsOf, type StepEnd, type Unmeasured } from '../render/github/outputs.ts';
import { summaryOf } from '../render/github/summary.ts';
import { json } from '../render/json.ts';
import { terminal } from '../render/terminal/index.ts';
import { writeAtomically } from './files.ts';
import { lookFor } from './look.ts';
import { worstCode } from './worst.ts';

export interface PublishOptions {
  /** `later`: stdout is left free for the list of all runs. */
  readonly json?: true | 'later';
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
  else if (options.json === undefined && options.quiet !== true)
    stdout.write(safeInSteps(terminal.render(made, look), options.format));
  if (options.quiet !== true)
    stderr.write(`\n  written to ${join(folder, options.format.map(({ file }) => file).join(', '))}\n`);
}

export const runsAsJson = (runs: readonly Run[]): string => `${JSON.stringify(runs, null, 2)}\n`;

const inStep = (formats: readonly Format[]): boolean => formats.includes(github) && env['GITHUB_ACTIONS'] === 'true';

/** A page holds words of the server, and a runner obeys a line that looks like a command: for this page it must not. */
function safeInSteps(page: string, formats: readonly Format[]): string {
  if (!inStep(formats)) return page;
  const token = randomUUID();
  return `::stop-commands::${token}\n${page}::${token}::\n`;
}

/**
 * Tells GitHub, where `--format github` was asked for: the summary and the outputs go to the files that the runner names,
 * the annotations to stderr, which the runner reads as well and which leaves stdout to the run.
 * @returns the exit code of the command, the worst of all.
 */
export async function announce(step: Step, formats: readonly Format[]): Promise<number> {
  const end = endOf(step);
  if (!formats.includes(github)) return end.code;
  const runs = step.measured.map(({ run }) => run);
  const share = Math.floor(MOST_SUMMARY_BYTES / Math.max(1, runs.length));
  await append('GITHUB_STEP_SUMMARY', runs.map((run) => summaryOf(run, share)).join(''));
  await append('GITHUB_OUTPUT', outputsOf(step.measured, end));
  if (inStep(formats)) stderr.write(annotationsOf(runs, step.unmeasured));
  return end.code;
}

interface Step {
  readonly measured: readonly Measured[];
  readonly unmeasured: readonly Unmeasured[];
}

/** The end of the whole command is that of the worst server. */
function endOf({ measured, unmeasured }: Step): StepEnd {
  const ends = [
    ...unmeasured.map(({ because, code }) => ({ verdict: 'invalid' as const, code, reason: because, folder: '' })),
    ...measured.map(({ folder, run: { verdict, exit } }) => ({ verdict, ...exit, folder })),
  ];
  const code = worstCode(ends.map((end) => end.code));
  return ends.find((end) => end.code === code) ?? { verdict: 'pass', code, reason: 'done', folder: '' };
}

/** The measuring is done and saved: a runner that cannot be told is worth a line, not a failure. */
async function append(variable: string, text: string): Promise<void> {
  const path = env[variable];
  if (path === undefined || path === '') return;
  await appendFile(path, text).catch((error: NodeJS.ErrnoException) => {
    stderr.write(`whyslow: ${variable} names ${path}, which cannot be written (${error.code ?? 'unknown'}).\n`);
  });
}
