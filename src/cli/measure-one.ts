import { randomBytes } from 'node:crypto';
import { stderr } from 'node:process';
import { noValues } from '../flows/workload.ts';
import type { AuditLog } from '../gather/auth/audit-log/contract.ts';
import { presetNamed } from '../gather/auth/preset.ts';
import { parseTarget } from '../gather/target.ts';
import type { Credentials } from '../model/auth.ts';
import type { Baseline } from '../model/baseline.ts';
import type { Run } from '../model/run.ts';
import { checks, loads, type MeasureCommand, usesAccount } from '../pipelines/commands.ts';
import { auditLinesOf } from '../reference/audit-lines.ts';
import { startReference } from '../reference/process.ts';
import { savedFormats } from '../render/index.ts';
import type { Measured } from '../render/github/outputs.ts';
import { requestFor } from '../pipelines/request/index.ts';
import { run } from '../pipelines/run.ts';
import { reportFolder, startFiles, type Unwritten, unwrittenReason } from './files.ts';
import { interruptible } from './interrupt.ts';
import type { Job } from './jobs.ts';
import { signingKeyIn } from './signing-key.ts';
import type { MeasureOptions } from './measure-options.ts';
import type { MeasureSettings } from './measure-settings.ts';
import { clientFrom } from './oauth-client.ts';
import { passwordFor } from './password.ts';
import { startProgress } from './progress.ts';
import { referenceSubject, type Stops } from '../pipelines/request/reference-subject.ts';
import { type OwnSource, ownSuitesFor } from './own-suites.ts';
import { noteWildcard } from './wildcard-note.ts';
import { profileFor } from './profile/for-run.ts';
import { publish, type PublishOptions } from './publish.ts';
import { reportUnwritten } from './write-formats.ts';

/** The server to measure and the accounts to use; `stop` ends the server if it was started for this run. */
interface Subject {
  readonly url: string;
  readonly embedded: boolean;
  readonly accounts: readonly Credentials[];
  readonly auditLog?: AuditLog;
  stop(): Promise<void>;
}

const EMBEDDED_USERS = 10;

/** The result for one server: its run, the name with which --against finds it, and the files that could not be written. */
export interface Measurement extends Measured {
  readonly savedAs: string | null;
  readonly unwritten: readonly Unwritten[];
}

export type OutputOptions = Pick<MeasureOptions, 'quiet' | 'color' | 'against' | 'baseline' | 'saveBaseline'> &
  OwnSource &
  Pick<PublishOptions, 'json' | 'next'>;

/** Measures one server, prints the result and writes its files. */
export async function measureOne(command: MeasureCommand, job: Job, options: OutputOptions): Promise<Measurement> {
  const { settings, url } = job;
  if (url !== undefined) parseTarget(url);
  noteWildcard(url, options.quiet === true);
  if (settings.choices.preset !== undefined) presetNamed(settings.choices.preset);
  const { accounts, ...choices } = await choicesOf(command, job, options);
  const stops: Stops = [];
  const interruption = interruptible();
  const progress = await startProgress(options.quiet === true);
  const subject = url === undefined ? await startEmbedded() : { url, embedded: false, accounts, stop: async () => {} };
  try {
    const { stop: _stop, ...server } = subject;
    const { signal } = interruption;
    const reference = wantsReference(options) ? await referenceSubject(stops) : null;
    const given = { ...choices, ...server, command, reference, reproduce: job.reproduce };
    const request = requestFor({ ...given, signal, watch: progress.watch });
    const folder = await folderFor(command, job);
    const made = await run(request);
    progress.stop();
    const { unwritten, savedAs } = await publish(made, folder, {
      ...options,
      format: settings.formats ?? savedFormats,
    });
    for (const each of progress.incomplete) reportIncomplete(each);
    const unsaved = await keepBaseline(made, job, options);
    return {
      name: job.name,
      folder,
      run: made,
      savedAs,
      unwritten: [...unwritten, ...progress.incomplete, ...unsaved],
    };
  } finally {
    for (const stop of [subject.stop, ...stops]) await stop();
    progress.stop();
    interruption.release();
  }
}

/** The options of the run, read from files and the environment before anything is sent. */
async function choicesOf(command: MeasureCommand, job: Job, options: OutputOptions) {
  const baseline = options.baseline === undefined ? null : await savedBaseline(baselineNameOf(options.baseline, job));
  const before = options.against === undefined ? null : await earlierRun(options.against, command, job.url);
  const settings = withClient(job.settings);
  const own = loads(command) ? await ownSuitesFor({ ...job, settings }, options) : {};
  const accounts = await accountsFor(command, job);
  const { signingKeyEnv } = settings;
  const signingKey = signingKeyEnv === null || !checks(command) ? undefined : signingKeyIn(signingKeyEnv);
  const { user: _user, ...choices } = settings.choices;
  return { ...choices, ...own, profile: await profileFor(choices.profile), before, baseline, signingKey, accounts };
}

/** Adds the client to the values for templates of flows. */
function withClient(settings: MeasureSettings): MeasureSettings {
  const { values = noValues, ...choices } = settings.choices;
  return { ...settings, choices: { ...choices, values: { ...values, client: clientFrom(settings.client) } } };
}

/** Checks that all output files are writable before anything is measured. */
async function folderFor(command: MeasureCommand, { name, settings }: Job): Promise<string> {
  const today = new Date().toISOString().slice(0, 10);
  const folder = await reportFolder(settings.out, name === null ? command : `${command}-${name}`, today);
  await startFiles([settings.choices.hlog, settings.choices.samples]);
  return folder;
}

/** A baseline needs the reference server in both sessions, to divide out the speed of the machine. */
const wantsReference = ({ baseline, saveBaseline }: OutputOptions): boolean =>
  baseline !== undefined || saveBaseline !== undefined;

/** With several servers, each has its own baseline. */
const baselineNameOf = (name: string, job: Job): string => (job.name === null ? name : `${name}-${job.name}`);

const savedBaseline = async (name: string): Promise<Baseline> => (await import('./baselines.ts')).readBaseline(name);

/** @returns the file of the baseline, where it could not be written. */
async function keepBaseline(
  made: Run,
  job: Job,
  { saveBaseline: name, quiet }: OutputOptions,
): Promise<readonly Unwritten[]> {
  if (name === undefined) return [];
  const { saveBaseline } = await import('./baselines.ts');
  const kept = await saveBaseline(made, baselineNameOf(name, job));
  if (kept === null)
    stderr.write('whyslow: no baseline was saved, because this run has no valid measurement to compare with.\n');
  else if ('code' in kept) {
    reportUnwritten(kept, 'Free some space, and run it again with --save-baseline.');
    return [kept];
  } else if (quiet !== true) stderr.write(`  baseline saved in ${kept.path}\n`);
  return [];
}

const reportIncomplete = ({ path, code }: Unwritten): void =>
  void stderr.write(
    `whyslow: ${path} is incomplete: ${unwrittenReason(code)}. The measurement continued without it; name another file.\n`,
  );

/** Loaded only with --against, because it needs the schema library. */
async function earlierRun(named: string, command: MeasureCommand, url: string | undefined): Promise<Run> {
  if (named === 'last') return (await import('./last-run.ts')).lastRun(command, url);
  return (await import('./saved-run.ts')).readRun(named);
}

/** Asks for a password only where a command signs in. */
async function accountsFor(command: MeasureCommand, { url, settings }: Job): Promise<readonly Credentials[]> {
  const { user } = settings.choices;
  if (url === undefined || !usesAccount(command)) return [];
  if (settings.accountsFile !== null) return (await import('./accounts.ts')).accountsIn(settings.accountsFile);
  if (user === undefined) return [];
  return [{ username: user, password: await passwordFor(user, settings.password) }];
}

/** The reference server in its own process, with a password that exists only for this run. */
async function startEmbedded(): Promise<Subject> {
  const password = randomBytes(18).toString('base64url');
  const reference = await startReference({ port: 0, users: EMBEDDED_USERS, password });
  return {
    url: reference.url,
    embedded: true,
    accounts: reference.users.map((username) => ({ username, password })),
    ...(reference.databaseFile === null
      ? {}
      : { auditLog: auditLinesOf({ kind: 'sqlite', file: reference.databaseFile }) }),
    stop: () => reference.stop(),
  };
}
