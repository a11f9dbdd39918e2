import { basename, dirname, join } from 'node:path';
import { env, stderr, stdout } from 'node:process';
import { withHeading } from '../../flows/export/heading.ts';
import { noValues } from '../../flows/workload.ts';
import { ToolError } from '../../model/error.ts';
import type { ExportOptions } from '../../pipelines/export/contract.ts';
import { plannedExport } from '../../pipelines/export/plan.ts';
import { unwritableText, writeAtomically } from '../files.ts';
import { isImport } from '../import-options.ts';
import { type Job, jobsFor } from '../jobs.ts';
import { lastLineOn } from '../../render/terminal/last-line.ts';
import type { RenderOptions } from '../../render/contract.ts';
import { outputStyleFor } from '../output-style.ts';
import { ownSuitesFor, urlOfImport } from '../own-suites.ts';
import { quoted } from '../values.ts';
import { type ExportFormat, exportFormats } from './formats.ts';
import type { ExportFlags } from './flags.ts';
import { optionsOfRun } from './of-run.ts';

/**
 * Writes a plan for another load tool to stdout, or into a file.
 * @throws ToolError `no-source`, `bad-load`, `unwritable-file` (exit 2), and those of plans, configurations and runs.
 */
export async function exportTo(
  format: ExportFormat,
  source: string | undefined,
  { out, ...flags }: ExportFlags,
  madeBy: string,
): Promise<void> {
  const { write, comment, run, name } = exportFormats[format];
  const { plan, left } = plannedExport(await optionsFor(source, flags, madeBy));
  const beside = out === undefined || format === 'k6' ? {} : { processor: processorOf(out) };
  const made = write({ ...plan, ...beside });
  const path = out === undefined ? name : basename(out);
  const text = withHeading(
    { ...made, unsupported: [...made.unsupported, ...left] },
    { comment, madeBy, run: `${run} ${quoted(path)}` },
  );
  if (out === undefined) {
    stdout.write(text);
    return;
  }
  if (made.processor !== null) await writeFileOf(join(dirname(out), processorOf(out)), made.processor);
  await writeFileOf(out, text);
  stderr.write(writtenText(out, `${run} ${quoted(path)}`, outputStyleFor(stderr, env, false)));
}

export const writtenText = (out: string, command: string, look: RenderOptions): string =>
  lastLineOn(look, { sentence: `${out} is written.`, lead: 'Next:', command });

/** Of CommonJS in every package. */
const processorOf = (out: string): string => `${basename(out).replace(/\.[^.]+$/, '')}.processor.cjs`;

const writeFileOf = (path: string, text: string): Promise<void> =>
  writeAtomically(path, text).catch((error: unknown) => {
    throw new ToolError('unwritable-file', `${unwritableText(path, error)} Name another file.`);
  });

async function optionsFor(source: string | undefined, flags: ExportFlags, madeBy: string): Promise<ExportOptions> {
  if (source?.endsWith('.json') === true) {
    const { readRun } = await import('../saved-run.ts');
    return optionsOfRun(await readRun(source), flags);
  }
  const imported = isImport(flags)
    ? await (await import('../imported-suites.ts')).readImport(flags, flags.allowRemote ?? null)
    : null;
  const hasUser = flags.user !== undefined;
  const about = source ?? (imported === null ? undefined : await urlOfImport(imported, flags, hasUser));
  const job = onlyJob(await jobsFor(about, { ...flags, color: false }, madeBy));
  const own = await ownSuitesFor(job, { ...flags, imported, withoutValues: true });
  return { ...optionsOfJob(job), ...own };
}

function onlyJob(jobs: readonly Job[]): Job & { readonly url: string } {
  const [job, ...others] = jobs;
  if (others.length > 0) {
    throw new ToolError('bad-load', `One file is for one server, and there are ${jobs.length}: add --server NAME.`);
  }
  if (job?.url !== undefined) return { ...job, url: job.url };
  throw new ToolError(
    'no-source',
    'There is no server to export for: name a URL, a run.json, or a configuration with --config FILE.',
  );
}

function optionsOfJob({ settings, url }: Job & { readonly url: string }): ExportOptions {
  const { user, password: _password, accounts: _accounts, ...choices } = settings.choices;
  const { id, secretEnv } = settings.client;
  // The stack is fitted to a client that has a secret. Its value is not needed.
  const client = { id: id ?? '', secret: secretEnv === null ? '' : 'from the environment' };
  const hasAccount = user !== undefined || settings.accountsFile !== null;
  return { ...choices, values: { ...noValues, client }, url, hasAccount, found: null };
}
