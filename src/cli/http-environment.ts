import { dirname, join } from 'node:path';
import { at, entriesOf } from '../flows/import/document.ts';
import { parseJson } from '../flows/interpreter.ts';
import { ToolError } from '../model/error.ts';
import { readText } from '../system/text-file.ts';

/** The variables of one environment of the editor, for an `.http` file. */
export interface HttpEnvironment {
  readonly env: Readonly<Record<string, string>>;
  /** Each of these values is a secret, also where its name does not say so. */
  readonly privateEnv: Readonly<Record<string, string>>;
  /** Sentences for the user. */
  readonly notes: readonly string[];
}

/** JetBrains: beside the file. The private one is not committed. */
const SHARED_FILE = 'http-client.env.json';
const PRIVATE_FILE = 'http-client.private.env.json';
/** VS Code REST Client: in the folder of the workspace, below this key. `$shared` is part of each environment. */
const SETTINGS_FILE = join('.vscode', 'settings.json');
const SETTINGS_KEY = 'rest-client.environmentVariables';
const SHARED = '$shared';

/**
 * Reads the environment that the user named, or the only one. Files that are missing or cannot be parsed have none.
 * @throws ToolError `bad-request` (exit 2) for a name that no file has
 */
export async function httpEnvironmentFor(path: string, named: string | null): Promise<HttpEnvironment> {
  const folder = path === '-' ? '.' : dirname(path);
  const [shared, secret, settings] = await Promise.all([
    objectOf(join(folder, SHARED_FILE)),
    objectOf(join(folder, PRIVATE_FILE)),
    objectOf(SETTINGS_FILE),
  ]);
  const ofEditor = entriesOf(at(settings, SETTINGS_KEY));
  const sources = [shared, secret, ofEditor];
  const names = [...new Set(sources.flatMap((each) => Object.keys(each)))].filter((name) => name !== SHARED);
  const chosen = named ?? (names.length === 1 ? (names[0] ?? null) : null);
  if (chosen !== null && !names.includes(chosen)) throw unknownEnvironment(chosen, names);
  const of = (source: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> => ({
    ...textsIn(at(source, SHARED)),
    ...(chosen === null ? {} : textsIn(at(source, chosen))),
  });
  const notes = chosen === null && names.length > 1 ? [severalText(names)] : [];
  return { env: { ...of(ofEditor), ...of(shared) }, privateEnv: of(secret), notes };
}

const objectOf = async (path: string): Promise<Readonly<Record<string, unknown>>> =>
  entriesOf(parseJson(await readText(path).catch(() => '')));

const textsIn = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(entriesOf(value)).flatMap(([name, each]) =>
      typeof each === 'string' || typeof each === 'number' ? [[name, String(each)]] : [],
    ),
  );

const severalText = (names: readonly string[]): string =>
  `variables of the environments ${names.join(', ')} are not used: --http-env NAME chooses one`;

function unknownEnvironment(named: string, names: readonly string[]): ToolError {
  const expected = names.length === 0 ? `no ${SHARED_FILE} was found beside the file` : `known are ${names.join(', ')}`;
  return new ToolError('bad-request', `--http-env ${named}: there is no such environment; ${expected}.`);
}
