import { dirname, resolve } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { ToolError } from '../../model/error.ts';
import { formats } from '../../render/index.ts';
import { readText } from '../../system/text-file.ts';
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
 * @throws ToolError `bad-config` (exit 2) with every mistake in it: file, line, place, what was expected and what came.
 */
export async function readConfig(path: string): Promise<Config> {
  const source = await readText(path).catch((error: NodeJS.ErrnoException) => {
    throw new ToolError(
      'bad-config',
      `The configuration ${path} cannot be read (${error.code}). whyslow init URL writes one.`,
    );
  });
  const lines = new LineCounter();
  // YAML 1.2 holds JSON, and its reader knows the line of each value; a .json file has to be JSON besides.
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  refuseSyntax(path, source, document, lines);
  const value = plainOf(path, document);
  const read = configDocument.safeParse(value);
  if (!read.success) throw complaint(path, problemsOf(read.error.issues, value), document, lines);
  const folder = dirname(path);
  const { servers = {}, $schema: _schema, ...settings } = read.data;
  const common = settingsIn(settings, folder);
  return {
    path,
    common,
    servers: Object.entries(servers).map(([name, { url, ...own }]) => ({
      name,
      url,
      settings: overridden(common, settingsIn(own, folder)),
    })),
  };
}

/** @throws ToolError `unknown-server` (exit 2), with the nearest name, or all there are. */
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
    throw new ToolError(
      'bad-config',
      `${path} is no JSON: ${withoutQuote(because)}. Other spellings belong into a .yaml file.`,
    );
  }
}

/** A reader's message ends in a piece of the file, behind a colon or in quotes: it may be a password. */
const withoutQuote = (message: string): string =>
  message.replace(/\n[\s\S]*$/, '').replace(/,? (?:\.\.\.)?".*$|: [^:]*$/, '');

/** Aliases of aliases can make a short text larger than all memory. */
const MOST_ALIASES = 100;

function plainOf(path: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    throw new ToolError('bad-config', `${path}: ${withoutQuote(because)}`);
  }
}

function complaint(path: string, problems: readonly Problem[], document: Document, lines: LineCounter): ToolError {
  const said = problems
    .map((problem) => ({ ...problem, line: lineOf(problem.path, document, lines) }))
    .toSorted((a, b) => a.line - b.line)
    .map(({ path: place, says, line }) =>
      [`${path}:${line}`, placeOf(place), says].filter((part) => part !== '').join(': '),
    );
  return new ToolError('bad-config', said.join('\n'));
}

/** The line of a value, or of the nearest thing around it that is there. */
function lineOf(place: readonly PropertyKey[], document: Document, lines: LineCounter): number {
  for (let length = place.length; length > 0; length -= 1) {
    const node = document.getIn(place.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** Paths in a configuration start from its own folder, wherever the command is started. */
function settingsIn(settings: Settings, folder: string): MeasureSettings {
  const {
    passwordFile,
    passwordEnv,
    api,
    duration,
    maxTime,
    timeout,
    wait,
    timeLimit,
    formats: names,
    out,
    ...same
  } = settings;
  return {
    choices: {
      ...same,
      apiPath: api,
      durationMs: duration,
      maxTimeMs: maxTime,
      timeoutMs: timeout,
      waitMs: wait,
      timeLimitMs: timeLimit,
    },
    password: passwordIn(passwordFile, passwordEnv, folder),
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
