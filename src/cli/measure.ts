import { env, stdout } from 'node:process';
import { ToolError } from '../model/error.ts';
import type { MeasureCommand } from '../pipelines/commands.ts';
import type { Format } from '../render/contract.ts';
import { savedFormats } from '../render/index.ts';
import { overallLine } from '../render/overall-line.ts';
import { lastLineOn } from '../render/terminal/last-line.ts';
import type { Unmeasured } from '../render/github/outputs.ts';
import { complain } from './complaint.ts';
import { recordInternalError } from './internal-errors.ts';
import { type Job, jobsFor, jobsForEach, type TypedCommand } from './jobs.ts';
import type { MeasureOptions } from './measure-options.ts';
import { type Measurement, measureOne, type OutputOptions } from './measure-one.ts';
import { outputStyleFor } from './output-style.ts';
import { announce, type Step } from './announce.ts';
import { isImport } from './import-options.ts';
import type { ImportText } from './imported-suites.ts';
import { urlOfImport } from './own-suites.ts';
import { runsAsJson } from './publish.ts';

const INTERNAL_ERROR = 1;
/** Exit codes of an interruption, which also skips the remaining servers. */
const STOPPED: ReadonlySet<number> = new Set([130, 143]);

/**
 * Measures every server of one command.
 * @param urls the servers that were typed; none for those of the configuration, or the embedded one.
 * @returns the worst exit code.
 */
export async function measure(
  command: MeasureCommand,
  urls: readonly string[],
  options: MeasureOptions,
  typed: TypedCommand,
): Promise<number> {
  const imported = await importFor(options);
  const hasAccount = options.user !== undefined;
  const about = urls[0] ?? (imported === null ? undefined : await urlOfImport(imported, options, hasAccount));
  const jobs =
    urls.length > 1 ? await jobsForEach(urls, options, typed) : await jobsFor(about, options, typed.without([]));
  const [only] = jobs;
  if (jobs.length === 1 && only !== undefined) {
    const { unwritten, savedAs: _savedAs, ...made } = await measureOne(command, only, { ...options, imported });
    return announce({ measured: [made], unmeasured: [], unwritten }, formatsOf(jobs), options);
  }
  const limited = startLimit(options.timeLimit);
  const shown: OutputOptions = { ...options, imported, ...(options.json === true ? { json: 'later' as const } : {}) };
  const ends = await measureEach(command, { jobs, limited }, shown);
  const step = stepOf(ends);
  if (options.json === true) stdout.write(runsAsJson(step.measured.map((each) => each.run)));
  else if (options.quiet !== true) {
    const overall = { ends, asked: jobs.length, reproduce: typed.without([]) };
    stdout.write(`\n${lastLineOn(outputStyleFor(stdout, env, options.color), overallLine(overall))}`);
  }
  return announce(step, formatsOf(jobs), options);
}

/** Loaded only with an import. */
const importFor = async (options: MeasureOptions): Promise<ImportText | null> =>
  isImport(options) ? (await import('./imported-suites.ts')).readImport(options, options.allowRemote ?? null) : null;

/** --time-limit bounds the whole command: each server gets the time left by the servers before it. */
function startLimit(limitMs: number | undefined): (job: Job) => Job {
  if (limitMs === undefined) return (job) => job;
  const endMs = Date.now() + limitMs;
  return (job) => {
    const timeLimitMs = Math.max(1, endMs - Date.now());
    return { ...job, settings: { ...job.settings, choices: { ...job.settings.choices, timeLimitMs } } };
  };
}

const formatsOf = (jobs: readonly Job[]): readonly Format[] => [
  ...new Set(jobs.flatMap(({ settings }) => settings.formats ?? savedFormats)),
];

type End = Measurement | (Unmeasured & { readonly reproduce: string });

/** An error with one server does not stop the others. */
async function measureEach(
  command: MeasureCommand,
  { jobs, limited }: { readonly jobs: readonly Job[]; readonly limited: (job: Job) => Job },
  options: OutputOptions,
): Promise<readonly End[]> {
  const ends: End[] = [];
  for (const job of jobs) {
    const end = await measureOne(command, limited(job), options).catch((error: unknown) => unmeasuredFor(error, job));
    ends.push(end);
    if ('run' in end && STOPPED.has(end.run.exit.code)) break;
  }
  return ends;
}

function stepOf(ends: readonly End[]): Step {
  const measured = ends.flatMap((end) => ('run' in end ? [end] : []));
  return {
    measured: measured.map(({ name, folder, run }) => ({ name, folder, run })),
    unmeasured: ends.flatMap((end) => ('because' in end ? [end] : [])),
    unwritten: measured.flatMap(({ unwritten }) => unwritten),
  };
}

function unmeasuredFor(error: unknown, { name, reproduce }: Job): Unmeasured & { readonly reproduce: string } {
  if (!(error instanceof ToolError)) {
    recordInternalError(error);
    return { name, because: 'internal error', code: INTERNAL_ERROR, reproduce };
  }
  complain(`${name}: ${error.message}`);
  return { name, because: error.message, code: error.exitCode, reproduce };
}
