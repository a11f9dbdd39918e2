import { existsSync } from 'node:fs';
import { env, stderr, stdout } from 'node:process';
import { stayOnThisMachine } from '../../gather/reach.ts';
import { parseTarget, spelledUrl } from '../../gather/target.ts';
import { ToolError } from '../../model/error.ts';
import type { Run } from '../../model/run.ts';
import { measuredAt } from '../../render/measured.ts';
import { sanitizedText } from '../../render/sanitize.ts';
import { requestFor } from '../../pipelines/request/index.ts';
import { run } from '../../pipelines/run.ts';
import { version } from '../../version.ts';
import { configNames } from '../config/find.ts';
import { unwritableText, writeAtomically } from '../files.ts';
import { LEFT_EXIT } from '../interactive/questions.ts';
import { interruptible } from '../interrupt.ts';
import { startProgress } from '../progress.ts';
import { outputStyleFor } from '../output-style.ts';
import { fitted } from '../narrowed.ts';
import { noteWildcard } from '../wildcard-note.ts';
import type { Flow } from '../../flows/contract.ts';
import type { Imported } from '../../flows/import/contract.ts';
import { type ImportFlags, isImport } from '../import-options.ts';
import { urlFor, userFor } from './asked.ts';
import type { Known } from './config-text.ts';
import { projectIn, type Seen } from './project.ts';
import { lookAt, type LookedAt } from './server.ts';
import { noticesOf, type Summary, summaryText, unreachableText } from './summary.ts';

export interface InitOptions extends ImportFlags {
  readonly config?: string;
  readonly force?: true;
  readonly user?: string;
  readonly wait?: number;
  readonly allowRemote?: string;
}

const UNREACHABLE = 14;
/** The ending .json writes JSON, which has no comments. */
const DEFAULT_NAME = 'whyslow.config.yaml';

/**
 * Diagnoses the server, looks at its login, its API document and the project in this folder, and writes a configuration.
 * Without a URL the ports that the project names are tried. On a terminal it asks for what it cannot see.
 * @returns the exit code.
 * @throws ToolError `config-exists`, `unwritable-file`, `remote-target`, `no-server` and the errors of imports (exit 2),
 * `unreachable` (exit 14); then nothing is written.
 */
export async function init(typed: string | undefined, options: InitOptions): Promise<number> {
  if (typed !== undefined) parseTarget(typed);
  const path = pathFor(options);
  const project = await projectIn('.');
  const imported = await importedFor(options);
  const url = typed ?? imported?.origin ?? (await urlFor(project));
  return url === null ? LEFT_EXIT : lookAndWrite({ path, url, options, project, imported });
}

async function lookAndWrite(known: Omit<Looked, 'found'>): Promise<number> {
  const { url, options } = known;
  const target = parseTarget(url);
  noteWildcard(url, false);
  await stayOnThisMachine(target, options.allowRemote ?? null);
  const interruption = interruptible();
  const progress = await startProgress(false);
  try {
    const { signal } = interruption;
    const { allowRemote, wait: waitMs } = options;
    const { watch } = progress;
    const diagnosed = await run(requestFor({ url, command: 'diagnose', waitMs, allowRemote, signal, watch }));
    if (diagnosed.exit.code === UNREACHABLE)
      throw new ToolError('unreachable', unreachableText(diagnosed), UNREACHABLE);
    if (diagnosed.exit.code !== 0) return diagnosed.exit.code;
    const found = await lookAt(target, signal);
    progress.stop();
    const user = options.user ?? (await userFor(found));
    if (user === null) return LEFT_EXIT;
    return await writeConfig(diagnosed, { ...known, found, options: user === '' ? options : { ...options, user } });
  } finally {
    progress.stop();
    interruption.release();
  }
}

interface Looked {
  readonly path: string;
  readonly url: string;
  readonly options: InitOptions;
  readonly project: readonly Seen[];
  readonly imported: Imported | null;
  readonly found: LookedAt;
}

async function writeConfig(diagnosed: Run, looked: Looked): Promise<number> {
  const { path, url, options, project, imported, found } = looked;
  const isLoadable = isAnsweredRight(diagnosed);
  const flows = imported?.flows ?? (isLoadable || signsIn(found, options) ? [] : readsWithoutSession(found));
  const written = { found, project, flows, isLoadable };
  await write(path, await textFor(path, { ...written, url: writtenUrl(spelledUrl(url)), user: options.user }));
  for (const note of imported?.notes ?? []) stderr.write(`whyslow: ${sanitizedText(note)}\n`);
  const summary: Summary = { ...written, path, options };
  for (const notice of noticesOf(diagnosed, summary)) stderr.write(`${fitted(notice, stderr)}\n`);
  stdout.write(summaryText(diagnosed, summary, outputStyleFor(stdout, env, true)));
  return 0;
}

/** Whether each answer to a GET of the URL was 2xx, so that a load of it measures something. */
function isAnsweredRight(diagnosed: Run): boolean {
  const { troubles } = measuredAt(diagnosed);
  return !troubles.has('not-2xx') && !troubles.has('failed') && !troubles.has('missing');
}

const signsIn = ({ login }: LookedAt, { user }: InitOptions): boolean => login.kind === 'stack' && user !== undefined;

/** The reads of the API document that need no session. */
const readsWithoutSession = ({ api }: LookedAt): readonly Flow[] =>
  (api?.flows ?? []).filter(({ needs }) => needs === 'nothing');

/** Loaded only with an import. The flows get a session where there is an account. */
async function importedFor(options: InitOptions): Promise<Imported | null> {
  if (!isImport(options)) return null;
  const { importedFrom, readImport } = await import('../imported-suites.ts');
  const text = await readImport(options, options.allowRemote ?? null);
  const includeWrites = options.includeWrites === true;
  return text === null
    ? null
    : importedFrom(text, { origin: null, includeWrites, hasAccount: options.user !== undefined });
}

type Written = Omit<Known, 'schema' | 'login' | 'api'> & { readonly found: LookedAt };

async function textFor(path: string, { found, ...written }: Written): Promise<string> {
  const { jsonConfig, yamlConfig } = await import('./config-text.ts');
  const known: Known = { ...written, ...found, schema: schemaAddress() };
  return /\.ya?ml$/.test(path) ? yamlConfig(known) : jsonConfig(known);
}

/** An existing configuration of any name would be ignored beside the new one, or overwritten. */
function pathFor({ config, force }: InitOptions): string {
  const existing = (config === undefined ? configNames : [config]).find((path) => existsSync(path));
  if (existing === undefined || force === true) return config ?? DEFAULT_NAME;
  throw new ToolError(
    'config-exists',
    `${existing} already exists. Add the server to it by hand, or overwrite it with --force.`,
  );
}

const write = (path: string, text: string): Promise<void> =>
  writeAtomically(path, text).catch((error: unknown) => {
    throw new ToolError('unwritable-file', `${unwritableText(path, error)} Name another file with --config FILE.`);
  });

/** Query and fragment may hold secrets and are left out, because the configuration is committed with the project. */
const writtenUrl = (url: string): string => url.replace(/[?#][\s\S]*$/, '');

/** The schema for editors: in node_modules where the package is installed, else from the published package. */
function schemaAddress(): string {
  const installed = 'node_modules/whyslow/docs/config.schema.json';
  return existsSync(installed) ? `./${installed}` : `https://unpkg.com/whyslow@${version}/docs/config.schema.json`;
}
