import { ToolError } from '../../../model/error.ts';
import { ansiText } from './ansi-c.ts';
import { fixed, slot } from '../template-text.ts';

/** Words of one command as templates, and the text behind an operator that ends it. */
export interface Words {
  readonly words: readonly string[];
  readonly rest: string;
}

/** One match at the current place: its pattern, and the template that it adds to the word. */
interface Rule {
  readonly pattern: RegExp;
  readonly add: (match: RegExpExecArray) => string;
}

const variable = ([, name = '', braced = '']: RegExpExecArray): string => slot(`env.${name === '' ? braced : name}`);

const VARIABLE: Rule = { pattern: /\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/y, add: variable };

const SUBSTITUTION: Rule = {
  pattern: /\$[({]|`|<\(/y,
  add: ([sign]) => {
    throw new ToolError(
      'bad-curl',
      `The command contains "${sign}", which the shell would replace. Paste the command with the value in its place.`,
    );
  },
};

/** POSIX shell, 2.2: a backslash in double quotes escapes only these. */
const inDoubleQuotes: readonly Rule[] = [
  { pattern: /\\\n/y, add: () => '' },
  { pattern: /\\([$`"\\])/y, add: ([, sign = '']) => fixed(sign) },
  VARIABLE,
  SUBSTITUTION,
  { pattern: /[^"\\$`]+|[\\$]/y, add: ([text]) => fixed(text) },
];

const outside: readonly Rule[] = [
  { pattern: /\\\n/y, add: () => '' },
  { pattern: /\\([\s\S])/y, add: ([, sign = '']) => fixed(sign) },
  { pattern: /'([^']*)'/y, add: ([, text = '']) => fixed(text) },
  { pattern: /\$'([^'\\]*(?:\\[\s\S][^'\\]*)*)'/y, add: ([, text = '']) => fixed(ansiText(text)) },
  { pattern: /\$?"([^"\\]*(?:\\[\s\S][^"\\]*)*)"/y, add: ([, text = '']) => template(text, inDoubleQuotes) },
  VARIABLE,
  SUBSTITUTION,
  { pattern: /[^\s\\'"$`;&|<>()]+|\$(?!['"])/y, add: ([text]) => fixed(text) },
];

/** A backslash at the end of a line continues it, also with blanks behind it, which web pages add. */
const BLANK = /(?:[ \t\r]|\\[ \t]+\n)(?:[ \t\r]|\\(?:[ \t]*\n|$))*(?:#[^\n]*)?/y;
const OPERATOR = /\d?(?:>>?|<)|[\n;&|()]/y;
const WORD_END = /[ \t\r\n;&|()<>]|\\[ \t]+\n/y;

/**
 * Splits a command as bash does: quotes, `$'…'`, backslashes, comments. Variables become slots of the environment.
 * @throws ToolError `bad-curl` (2) for an open quote and for a substitution.
 */
export function posixWords(text: string): Words {
  const words: string[] = [];
  let at = 0;
  while (at < text.length) {
    const blank = matchAt(BLANK, text, at);
    if (blank !== null) at += blank[0].length;
    else if (matchAt(OPERATOR, text, at) !== null) return { words, rest: text.slice(at) };
    else {
      const { word, end } = wordAt(text, at);
      words.push(word);
      at = end;
    }
  }
  return { words, rest: '' };
}

/** One word: texts and quotes without a blank between. */
function wordAt(text: string, start: number): { readonly word: string; readonly end: number } {
  let word = '';
  let at = start;
  while (at < text.length && matchAt(WORD_END, text, at) === null) {
    const found = matched(outside, text, at);
    if (found === null) throw openQuote();
    word += found.added;
    at += found.length;
  }
  return { word, end: at };
}

const openQuote = (): ToolError =>
  new ToolError(
    'bad-curl',
    'The curl command ends inside a quoted text. Paste the whole command, with its last quote.',
  );

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function matched(rules: readonly Rule[], text: string, at: number): { length: number; added: string } | null {
  for (const { pattern, add } of rules) {
    const match = matchAt(pattern, text, at);
    if (match !== null) return { length: match[0].length, added: add(match) };
  }
  return null;
}

function template(text: string, rules: readonly Rule[]): string {
  let made = '';
  for (let at = 0; at < text.length;) {
    const found = matched(rules, text, at);
    if (found === null) throw openQuote();
    made += found.added;
    at += found.length;
  }
  return made;
}
