import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { ToolError } from '../../model/error.ts';
import { readText } from '../../system/text-file.ts';
import { placeOf, type Problem } from './problems.ts';

/** The errors of one kind of file. */
interface Refusals {
  readonly refused: (message: string) => ToolError;
  /** The message where the file cannot be read, by the code of the system. */
  readonly unreadable: (code: string) => string;
}

/** A file in JSON or YAML, not validated yet. */
interface ReadDocument {
  readonly value: unknown;
  /** The error with every mistake: file, line, key and message. */
  readonly described: (problems: readonly Problem[]) => ToolError;
}

/** @throws ToolError of `refused` for a file that cannot be read or parsed. */
export async function readDocument(path: string, { refused, unreadable }: Refusals): Promise<ReadDocument> {
  const source = await readText(path).catch((error: NodeJS.ErrnoException) => {
    throw refused(unreadable(error.code ?? error.message));
  });
  const lines = new LineCounter();
  // JSON is a subset of YAML 1.2, and the YAML parser gives the line of each value. A .json file must also be strict JSON.
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const mistake = syntaxMistake(path, source, document, lines);
  if (mistake !== null) throw refused(mistake);
  const plain = plainOf(path, document);
  if ('mistake' in plain) throw refused(plain.mistake);
  return { value: plain.value, described: (problems) => refused(describedText(path, problems, document, lines)) };
}

function syntaxMistake(path: string, source: string, document: Document, lines: LineCounter): string | null {
  const [first] = document.errors;
  if (first !== undefined) {
    const { line, col } = lines.linePos(first.pos[0]);
    return `${path}:${line}:${col}: ${withoutQuote(first.message)}`;
  }
  if (!path.endsWith('.json')) return null;
  try {
    JSON.parse(source);
    return null;
  } catch (error) {
    return `${path} is not JSON: ${withoutQuote(textOf(error))}. YAML needs a .yaml file.`;
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Removes the quoted part of the file from a parser's message, because it may be a password. */
const withoutQuote = (message: string): string =>
  message.replace(/\n[\s\S]*$/, '').replace(/,? (?:\.\.\.)?".*$|: [^:]*$/, '');

/** Limits nested YAML aliases, which can expand a short text beyond the memory. */
const MOST_ALIASES = 100;

function plainOf(path: string, document: Document): { readonly value: unknown } | { readonly mistake: string } {
  try {
    return { value: document.toJS({ maxAliasCount: MOST_ALIASES }) };
  } catch (error) {
    return { mistake: `${path}: ${withoutQuote(textOf(error))}` };
  }
}

const describedText = (path: string, problems: readonly Problem[], document: Document, lines: LineCounter): string =>
  problems
    .map((problem) => ({ ...problem, line: lineOf(problem.path, document, lines) }))
    .toSorted((a, b) => a.line - b.line)
    .map(({ path: place, message, line }) =>
      [`${path}:${line}`, placeOf(place), message].filter((part) => part !== '').join(': '),
    )
    .join('\n');

/** The line of a value, or of the innermost existing parent. */
function lineOf(place: readonly PropertyKey[], document: Document, lines: LineCounter): number {
  for (let length = place.length; length > 0; length -= 1) {
    const node = document.getIn(place.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
