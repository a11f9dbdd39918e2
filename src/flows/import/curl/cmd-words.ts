import { fixed } from '../template-text.ts';
import type { Words } from './posix-words.ts';

/** A caret before a quote or at the end of a line does not occur in a command for another shell. */
export const isCmd = (text: string): boolean => /\^"|\^\r?\n|\^\\\^"/.test(text);

/**
 * Splits a command as Windows does: cmd removes the carets, and the program splits the rest at blanks outside of quotes.
 * Browsers double every backslash, also where Windows would keep both, so that a doubled one is one here.
 */
export function cmdWords(text: string): Words {
  const line = withoutCarets(text.replaceAll('\r\n', '\n').trim());
  const end = line.search(END);
  const command = end === -1 ? line : line.slice(0, end);
  const words = [...command.matchAll(WORD)].map(([word]) => fixed(word.replaceAll(QUOTED, unquoted)));
  return { words, rest: line.slice(command.length) };
}

/**
 * A caret escapes the next sign, in quotes too: one version of Chrome quotes with a bare quote and escapes inside. A caret
 * at the end of a line continues it; the sign after that is escaped, also another end of line.
 */
const withoutCarets = (text: string): string => text.replaceAll(/\^(?:\n([\s\S])?|([\s\S]))/g, '$1$2');

/** The next command of a list, or a redirection. */
const END = /[ \t]?&?[ \t]?\n(?=curl\b)|[ \t][|>][ \t]/;

/** An end of line that is still there was escaped, and is part of its word. */
const WORD = /(?:\\"|"[^"\\]*(?:(?:\\[\s\S]|"")[^"\\]*)*"|[^ \t"])+/g;
const QUOTED = /\\"|"([^"\\]*(?:(?:\\[\s\S]|"")[^"\\]*)*)"/g;

/** A quote with a backslash outside of quotes is a quote. */
const unquoted = (_quoted: string, inner = '"'): string =>
  inner.replaceAll(/""|\\([\\"$`])/g, (pair: string, sign: string | undefined) => sign ?? pair.slice(1));
