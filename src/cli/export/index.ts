import { basename, dirname, join } from 'node:path';
import { stderr, stdout } from 'node:process';
import { withHeading } from '../../flows/export/heading.ts';
import { noValues } from '../../flows/workload.ts';
import { ToolError } from '../../model/error.ts';
import type { ExportOptions } from '../../pipelines/export/contract.ts';
import { plannedExport } from '../../pipelines/export/plan.ts';
import { unwritableText, writeAtomically } from '../files.ts';
import { isImport } from '../import-options.ts';
import { jobsFor } from '../jobs.ts';
import type { MeasureOptions } from '../measure-options.ts';
import { ownSuitesFor, urlOfImport } from '../own-suites.ts';
import { quoted } from '../values.ts';
import { type ExportFormat, exportFormats } from './formats.ts';
import { optionsOfRun } from './of-run.ts';

/** The options of an export, with the values parsed by commander. */
export type ExportFlags = Omit<MeasureOptions, 'color' | 'format'>;

/**
 * Writes a plan for another load tool to stdout, or into a file.
 * @throws ToolError `no-source`, `several-servers`, `unwritable-file` (exit 2), and those of plans, configurations and runs.
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
  stderr.write(`  ${out} written; run it with ${run} ${quoted(path)}\n`);
}

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
  const about =
    source ?? (imported === null ? undefined : await urlOfImport(imported, flags, flags.user !== undefined));
  const jobs = await jobsFor(about, { ...flags, color: false }, madeBy);
  const [job, ...others] = jobs;
  if (others.length > 0) {
    throw new ToolError('bad-load', `One file is for one server, and there are ${jobs.length}: add --server NAME.`);
  }
  if (job?.url === undefined) {
    throw new ToolError(
      'no-source',
      'There is no server to export for: name a URL, a run.json, or a configuration with --config FILE.',
    );
  }
  const { settings, url } = job;
  const own = await ownSuitesFor(job, { ...flags, imported, withoutValues: true });
  const { user, password: _password, accounts: _accounts, ...choices } = settings.choices;
  const hasAccount = user !== undefined || settings.accountsFile !== null;
  const client = {
    id: settings.client.id ?? '',
    secret: settings.client.secretEnv === null ? '' : 'from the environment',
  };
  return { ...choices, ...own, values: { ...noValues, client }, url, hasAccount, found: null };
}
