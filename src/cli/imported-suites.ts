import { text as textOfStream } from 'node:stream/consumers';
import { stdin } from 'node:process';
import type { Imported, ImportOptions } from '../flows/import/contract.ts';
import { importers } from '../flows/import/importers.ts';
import { importCurl, importHar, importHttpFile, importOpenApi } from '../flows/import/index.ts';
import { ToolError } from '../model/error.ts';
import type { OwnSuite } from '../suites/own.ts';
import { readText } from '../system/text-file.ts';
import { type HttpEnvironment, httpEnvironmentFor } from './http-environment.ts';
import type { ImportFlags } from './import-options.ts';
import { isUrl, openApiDocument } from './openapi-document.ts';

type Kind = (typeof importers)[number]['name'];

/** The one import that was asked for; null for none. @throws ToolError `bad-request` (exit 2) for several. */
export function importIn(flags: ImportFlags): { readonly kind: Kind; readonly source: string } | null {
  const { curl, har, openapi, httpFile } = flags;
  const all = { curl, har, openapi, 'http-file': httpFile } satisfies Record<Kind, string | undefined>;
  const [one, another] = importers.flatMap(({ name }) => {
    const source = all[name];
    return source === undefined ? [] : [{ kind: name, source }];
  });
  if (another !== undefined) {
    throw new ToolError(
      'bad-request',
      `--${one?.kind ?? ''} and --${another.kind} contradict each other: keep one of them.`,
    );
  }
  return one ?? null;
}

/** A text that flows can be made from, read once for all servers of a command. */
export type ImportText =
  | { readonly kind: 'curl' | 'har'; readonly text: string }
  | { readonly kind: 'http-file'; readonly text: string; readonly environment: HttpEnvironment }
  | { readonly kind: 'openapi'; readonly document: unknown };

/** @throws ToolError `bad-openapi`, `bad-request`, `remote-target` (exit 2) */
export async function readImport(flags: ImportFlags, allowRemote: string | null): Promise<ImportText | null> {
  const asked = importIn(flags);
  if (asked === null) {
    if (flags.httpEnv !== undefined) {
      throw new ToolError('bad-request', '--http-env belongs to --http-file: add it.');
    }
    if (flags.includeWrites !== true) return null;
    throw new ToolError('bad-request', '--include-writes belongs to --har, --openapi or --http-file: add one of them.');
  }
  const { kind, source } = asked;
  if (kind === 'curl') return { kind, text: source === '-' ? await fromStdin() : source };
  if (kind === 'har') return { kind, text: await textIn(source, kind) };
  if (kind === 'http-file') {
    const environment = await httpEnvironmentFor(source, flags.httpEnv ?? null);
    return { kind, text: await textIn(source, kind), environment };
  }
  return { kind, document: await openApiDocument(source, allowRemote, (path) => textIn(path, kind)) };
}

/** What an import needs to know beside its text. */
interface Surroundings extends ImportOptions {
  /** The origin of the target; null where the text has to name it. */
  readonly origin: string | null;
}

/** @throws ToolError `bad-curl`, `bad-har`, `bad-openapi`, `bad-http-file` (exit 2) */
export function importedFrom(given: ImportText, surroundings: Surroundings): Imported {
  switch (given.kind) {
    case 'curl':
      return importCurl(given.text, surroundings);
    case 'har':
      return importHar(given.text, surroundings);
    case 'openapi':
      return importOpenApi(given.document, surroundings);
    case 'http-file':
      return withNotes(importHttpFile(given.text, { ...surroundings, ...given.environment }), given.environment.notes);
    default:
      return given satisfies never;
  }
}

const withNotes = (made: Imported, notes: readonly string[]): Imported => ({
  ...made,
  notes: [...made.notes, ...notes],
});

/** An imported flow that needs a session requires an account. */
export const suitesOf = ({ flows }: Imported): readonly OwnSuite[] =>
  flows.map(({ needs, ...flow }) => ({ flow, session: needs === 'session' ? 'required' : 'none', thresholds: [] }));

async function fromStdin(): Promise<string> {
  if (!stdin.isTTY) return textOfStream(stdin);
  process.stderr.write('Paste the command, then end with Ctrl-D.\n');
  return textOfStream(stdin);
}

async function textIn(path: string, kind: Kind): Promise<string> {
  if (path === '-') return fromStdin();
  return readText(path).catch((error: NodeJS.ErrnoException) => {
    const hint = kind === 'openapi' && isUrl(path) ? '' : ' Expected the path of a file.';
    throw new ToolError('bad-request', `The file ${path} of --${kind} cannot be read (${error.code}).${hint}`);
  });
}
