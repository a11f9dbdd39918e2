import { dirname, resolve } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { ToolError } from '../../model/error.ts';
import { formats } from '../../render/index.ts';
import { readText } from '../../system/text-file.ts';
import { clientSourceOf } from '../oauth-client.ts';
import { overridden, type MeasureSettings } from '../measure-settings.ts';
import { nearestOf, placeOf, type Problem, problemsOf } from './problems.ts';
import { configDocument, type Settings } from './schema.ts';

export interface ConfiguredServer {
  readonly name: string;
  readonly url: string;
  /** Its own settings over those for all. */
  readonly settings: MeasureSettings;
}

export interface Config {
  readonly path: string;
  readonly common: MeasureSettings;
  readonly servers: readonly ConfiguredServer[];
}

/**
 * Reads a configuration in JSON or YAML.
 * @throws ToolError `bad-config` (exit 2) with every mistake: file, line, key, expected and given value.
 */
export async function readConfig(path: string): Promise<Config> {
  const source = await readText(path).catch((error: NodeJS.ErrnoException) => {
    throw new ToolError(
      'bad-config',
      `The configuration ${path} cannot be read (${error.code}). whyslow init URL writes one.`,
    );
  });
  const lines = new LineCounter();
  // JSON is a subset of YAML 1.2, and the YAML parser gives the line of each value. A .json file must also be strict JSON.
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  refuseSyntax(path, source, document, lines);
  const value = plainOf(path, document);
  const read = configDocument.safeParse(value);
  if (!read.success) throw configError(path, problemsOf(read.error.issues, value), document, lines);
  const folder = dirname(path);
  const { servers = {}, $schema: _schema, ...settings } = read.data;
  const common = settingsIn(settings, folder);
  const { flows = [] } = settings;
  return {
    path,
    common,
    servers: Object.entries(servers).map(([name, { url, ...own }]) => ({
      name,
      url,
      settings: overridden(common, settingsIn({ ...own, flows: merged(flows, own.flows ?? []) }, folder)),
    })),
  };
}

type Flows = NonNullable<Settings['flows']>;

/** The flows for all servers and those of one, which replace others of the same name. */
const merged = (common: Flows, own: Flows): Flows => [
  ...common.filter(({ flow }) => !own.some((each) => each.flow.id === flow.id)),
  ...own,
];

/** @throws ToolError `unknown-server` (exit 2), with the nearest name, or with all names. */
export function serverNamed(name: string, { servers, path }: Config): ConfiguredServer {
  const found = servers.find((server) => server.name === name);
  if (found !== undefined) return found;
  const names = servers.map((server) => server.name);
  const nearest = nearestOf(name, names);
  const hint = nearest === null ? `Servers: ${names.join(', ')}.` : `Did you mean ${nearest}?`;
  throw new ToolError('unknown-server', `${path} has no server "${name}". ${hint}`);
}

function refuseSyntax(path: string, source: string, document: Document, lines: LineCounter): void {
  const [first] = document.errors;
  if (first !== undefined) {
    const { line, col } = lines.linePos(first.pos[0]);
    throw new ToolError('bad-config', `${path}:${line}:${col}: ${withoutQuote(first.message)}`);
  }
  if (!path.endsWith('.json')) return;
  try {
    JSON.parse(source);
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw new ToolError('bad-config', `${path} is not JSON: ${withoutQuote(because)}. YAML needs a .yaml file.`);
  }
}

/** Removes the quoted part of the file from a parser's message, because it may be a password. */
const withoutQuote = (message: string): string =>
  message.replace(/\n[\s\S]*$/, '').replace(/,? (?:\.\.\.)?".*$|: [^:]*$/, '');

/** Limits nested YAML aliases, which can expand a short text beyond the memory. */
const MOST_ALIASES = 100;

function plainOf(path: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw new ToolError('bad-config', `${path}: ${withoutQuote(because)}`);
  }
}

function configError(path: string, problems: readonly Problem[], document: Document, lines: LineCounter): ToolError {
  const messages = problems
    .map((problem) => ({ ...problem, line: lineOf(problem.path, document, lines) }))
    .toSorted((a, b) => a.line - b.line)
    .map(({ path: place, message, line }) =>
      [`${path}:${line}`, placeOf(place), message].filter((part) => part !== '').join(': '),
    );
  return new ToolError('bad-config', messages.join('\n'));
}

/** The line of a value, or of the innermost existing parent. */
function lineOf(place: readonly PropertyKey[], document: Document, lines: LineCounter): number {
  for (let length = place.length; length > 0; length -= 1) {
    const node = document.getIn(place.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** Paths in a configuration are relative to its folder, not to the working directory. */
function settingsIn(settings: Settings, folder: string): MeasureSettings {
  const {
    passwordFile,
    passwordEnv,
    accountsFile,
    clientId,
    clientSecretEnv,
    signingKeyEnv,
    api,
    flows: own,
    duration,
    maxTime,
    timeout,
    wait,
    timeLimit,
    formats: names,
    out,
    auditLog,
    ...same
  } = settings;
  return {
    choices: {
      ...same,
      own,
      auditLog: auditLog === undefined ? undefined : resolve(folder, auditLog),
      apiPath: api,
      durationMs: duration,
      maxTimeMs: maxTime,
      timeoutMs: timeout,
      waitMs: wait,
      timeLimitMs: timeLimit,
    },
    password: passwordIn(passwordFile, passwordEnv, folder),
    accountsFile: accountsFile === undefined ? null : resolve(folder, accountsFile),
    client: clientSourceOf({ clientId, clientSecretEnv }),
    signingKeyEnv: signingKeyEnv ?? null,
    formats: names === undefined ? null : formats.filter(({ name }) => names.includes(name)),
    out: out === undefined ? null : resolve(folder, out),
  };
}

function passwordIn(
  file: string | undefined,
  variable: string | undefined,
  folder: string,
): MeasureSettings['password'] {
  if (file !== undefined) return { from: 'file', path: resolve(folder, file) };
  return variable === undefined ? null : { from: 'environment', name: variable };
}
