import { quotedFor } from '../../../model/shell.ts';
import type { Part } from './parts.ts';

/** Text that means itself in double quotes. An exclamation mark is a command of the history in an interactive shell. */
const PLAIN_IN_QUOTES = /^[^"$`\\!]*$/;

/**
 * One word for a POSIX shell. Variables stand in double quotes; a text with quotes of its own stands in single quotes
 * beside them: `'{"token":"'"$TOKEN"'"}'`.
 */
export function shellWord(parts: readonly Part[]): string {
  if (parts.every((part) => typeof part === 'string')) return quotedFor(parts.join(''), 'linux');
  const isPlain = parts.every((part) => typeof part !== 'string' || PLAIN_IN_QUOTES.test(part));
  if (isPlain) return `"${parts.map((part, index) => inQuotes(part, parts[index + 1])).join('')}"`;
  return parts.map((part) => (typeof part === 'string' ? singleQuoted(part) : `"$${part.variable}"`)).join('');
}

const singleQuoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** Braces end the name where a letter follows. */
function inQuotes(part: Part, next: Part | undefined): string {
  if (typeof part === 'string') return part;
  const isOpen = typeof next === 'string' && /^\w/.test(next);
  return isOpen ? `$\{${part.variable}}` : `$${part.variable}`;
}
