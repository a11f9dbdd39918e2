import { fixed } from '../template-text.ts';
import type { Words } from './posix-words.ts';

/** A backtick at the end of a line continues it in PowerShell only. */
export const isPowerShell = (text: string): boolean => /[ \t]`\r?\n/.test(text) || /^\s*curl\.exe\s/i.test(text);

/** Splits a command as PowerShell does. Variables are not known here, and stay as they are written. */
export function powerShellWords(text: string): Words {
  const line = text.replaceAll('\r\n', '\n').replaceAll('`\n', ' ');
  const [command = ''] = line.trimStart().split(/\n|[ \t][|>;][ \t]/);
  const words = [...command.matchAll(WORD)].map(([word]) => fixed(passed(word.replaceAll(QUOTED, unquoted))));
  return { words, rest: '' };
}

const WORD = /(?:'[^']*'|"[^"`]*(?:`[\s\S][^"`]*)*"|`[\s\S]|[^\s'"`])+/g;
const QUOTED = /'([^']*(?:''[^']*)*)'|"([^"`]*(?:(?:`[\s\S]|"")[^"`]*)*)"|`([\s\S])/g;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

function unquoted(_quoted: string, single?: string, double?: string, escaped?: string): string {
  if (single !== undefined) return single.replaceAll("''", "'");
  if (escaped !== undefined) return escaped;
  return (double ?? '').replaceAll(/""|`([\s\S])/g, (pair: string, sign?: string) =>
    sign === undefined ? pair.slice(1) : (ESCAPES[sign] ?? sign),
  );
}

/** Windows PowerShell passes inner quotes to programs only where they are escaped by a backslash. */
const passed = (word: string): string => (/(?<!\\)"/.test(word) ? word : word.replaceAll('\\"', '"'));
