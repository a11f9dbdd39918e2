import { stderr } from 'node:process';
import { envNamesIn } from '../flows/env-names.ts';
import type { Imported } from '../flows/import/contract.ts';
import { noValues } from '../flows/workload.ts';
import { parseTarget } from '../gather/target.ts';
import { ToolError } from '../model/error.ts';
import type { RunOptions } from '../pipelines/request/contract.ts';
import { sanitizedText } from '../render/sanitize.ts';
import { authStacks } from '../stacks/auth/index.ts';
import type { OwnSuite } from '../suites/own.ts';
import { plainSuite } from '../suites/plain.ts';
import type { ImportText } from './imported-suites.ts';
import type { ImportFlags } from './import-options.ts';
import type { Job } from './jobs.ts';
import type { RequestOptions } from './request-options.ts';
import { requestOptionIn, requestSuite } from './request-suite.ts';

type OwnChoices = Pick<RunOptions, 'own' | 'onlyOwn' | 'values' | 'leftOut'>;

/** The options that describe suites, and the text of an import. */
export interface OwnSource extends RequestOptions, Pick<ImportFlags, 'includeWrites'> {
  readonly imported: ImportText | null;
  readonly quiet?: true;
  /** Only the names of environment variables are needed, so that one that is not set is no error. */
  readonly withoutValues?: true;
}

/**
 * The own suites of one server: those of an import, the request that options describe, or those of the configuration.
 * @throws ToolError `bad-request`, `no-variable`, and the errors of imports (exit 2)
 */
export async function ownSuitesFor(job: Job, source: OwnSource): Promise<OwnChoices> {
  const { url, settings } = job;
  const flag = requestOptionIn(source);
  const { choices } = settings;
  if (source.imported !== null) {
    if (flag === null) return importedChoices(url, settings, { ...source, imported: source.imported });
    throw new ToolError(
      'bad-request',
      `${flag} and an import contradict each other: both describe the requests. Keep one of them.`,
    );
  }
  const withValues = source.withoutValues === true ? (own: readonly OwnSuite[]) => ({ own }) : withEnvironment;
  if (flag === null) return withValues([...routeOf(job), ...(choices.own ?? [])], choices);
  if (url === undefined) {
    throw new ToolError(
      'bad-request',
      `${flag} describes a request to a URL: name the URL, like whyslow load 8000/api/items ${flag} ….`,
    );
  }
  if (source.bearerEnv !== undefined && choices.user !== undefined) {
    throw new ToolError(
      'bad-request',
      '--bearer-env and --user contradict each other: a session has its own token. Keep one of them.',
    );
  }
  return { ...withValues([await requestSuite(url, source)], choices), onlyOwn: true };
}

async function importedChoices(
  url: string | undefined,
  { choices, accountsFile }: Pick<Job['settings'], 'choices' | 'accountsFile'>,
  { imported, includeWrites, quiet }: OwnSource & { readonly imported: ImportText },
): Promise<OwnChoices> {
  const { importedFrom, suitesOf } = await import('./imported-suites.ts');
  const origin = url === undefined ? null : originOf(url);
  const hasAccount = choices.user !== undefined || accountsFile !== null;
  const made = importedFrom(imported, {
    origin,
    includeWrites: includeWrites === true,
    hasAccount,
  });
  const notes = [...made.notes, ...elsewhere(made, origin)];
  if (quiet !== true) for (const note of notes) stderr.write(`whyslow: ${sanitizedText(note)}\n`);
  const { values = noValues } = choices;
  const withSecrets = { ...values, env: { ...values.env, ...made.secrets } };
  return { ...withEnvironment(suitesOf(made), { values: withSecrets }), onlyOwn: true, leftOut: notes };
}

/** Only this machine is measured, so that a text about another server is sent to the one that was named. */
const elsewhere = ({ origin: named }: Imported, origin: string | null): readonly string[] =>
  named === null || origin === null || named === origin ? [] : [`requests to ${named} are sent to ${origin}`];

const originOf = (url: string): string => new URL(parseTarget(url).url).origin;

/**
 * The URL that an import is about, for a command without one.
 * @throws ToolError `bad-request` (exit 2) where the text does not name its server, and the errors of imports.
 */
export async function urlOfImport(
  imported: ImportText,
  { includeWrites }: ImportFlags,
  hasAccount: boolean,
): Promise<string> {
  const { importedFrom } = await import('./imported-suites.ts');
  const made = importedFrom(imported, { origin: null, includeWrites: includeWrites === true, hasAccount });
  if (made.origin === null) {
    throw new ToolError('bad-request', 'This text does not name its server: add the URL, like whyslow load 8000.');
  }
  const [first] = made.flows[0]?.steps ?? [];
  return `${made.origin}${first?.method === 'GET' && !first.path.includes('{{') ? first.path : ''}`;
}

/** A typed route is measured beside the flows of the configuration. The URL of a configured server names no route. */
function routeOf({ name, url, settings: { choices, accountsFile } }: Job): readonly OwnSuite[] {
  if (name !== null || url === undefined || choices.own === undefined) return [];
  if (choices.user !== undefined || accountsFile !== null) return [];
  const { path } = parseTarget(url);
  return path === '/' || choices.suites !== undefined ? [] : [plainSuite(path)];
}

/** Reads the environment variables that the flows name, and those that flows of a known auth stack may need. */
function withEnvironment(own: readonly OwnSuite[], { values = noValues }: Pick<RunOptions, 'values'>): OwnChoices {
  const names = envNamesIn(own.map(({ flow }) => flow)).filter((name) => !Object.hasOwn(values.env, name));
  const entries = names.map((name) => [name, valueOf(name)] as const);
  return { own, values: { ...values, env: { ...ofStacks(), ...values.env, ...Object.fromEntries(entries) } } };
}

/** Which stack the server has is found out later, so that a variable that is not set is no error here. */
function ofStacks(): Readonly<Record<string, string>> {
  const names = envNamesIn(authStacks.map(({ login }) => login));
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined || value === '' ? [] : [[name, value] as const];
    }),
  );
}

function valueOf(name: string): string {
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  throw new ToolError('no-variable', `The environment variable ${name} is not set, and a request needs its value.`);
}
