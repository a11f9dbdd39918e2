import type { Command } from 'commander';
import { wrapped } from './narrowed.ts';

/** A command line and what it does; empty where the line says it. */
type Example = readonly [command: string, does: string];

/** A paragraph below the options of a help. */
export type HelpPart =
  | { readonly kind: 'examples'; readonly rows: readonly Example[] }
  /** Terms with their meanings, below a title. */
  | { readonly kind: 'terms'; readonly title: string; readonly rows: readonly (readonly [string, string])[] }
  | { readonly kind: 'text'; readonly text: string };

/** The width of help in a pipe, as commander has it. */
const WIDTH_OF_A_PIPE = 80;
const INDENT = 2;
const GAP = 3;

/** Adds the parts below the options, laid out for the width that the help has. */
export const addHelpEnd = (command: Command, parts: readonly HelpPart[]): Command =>
  command.addHelpText('after', ({ command: shown }) => {
    const width = shown.configureOutput().getOutHelpWidth?.() ?? WIDTH_OF_A_PIPE;
    return parts.map((part) => `\n${partText(part, width)}`).join('\n');
  });

export function partText(part: HelpPart, width: number): string {
  switch (part.kind) {
    case 'examples':
      return ['Examples', ...exampleLines(part.rows, width)].join('\n');
    case 'terms':
      return [part.title, ...termLines(part.rows, width)].join('\n');
    case 'text':
      return wrapped(part.text, width).join('\n');
    default:
      return part satisfies never;
  }
}

/** In two columns where each row fits on its line, else each text below its command. */
function exampleLines(rows: readonly Example[], width: number): readonly string[] {
  const first = widest(rows.map(([command, does]) => (does === '' ? '' : command)));
  const isRoomy = rows.every(([, does]) => does === '' || INDENT + first + GAP + does.length <= width);
  if (isRoomy && rows.every(([command]) => INDENT + command.length <= width)) {
    return rows.map(([command, does]) => `${' '.repeat(INDENT)}${command.padEnd(first + GAP)}${does}`.trimEnd());
  }
  return rows.flatMap(([command, does]) => [
    ...commandLines(command, width),
    ...(does === '' ? [] : hanging(does, 2 * INDENT + GAP, width)),
  ]);
}

/** A word of a command line with its quotes. */
const WORD = /(?:[^\s'"]|'[^']*'|"[^"]*")+/g;

/** A long command continues on the next line, so that it can be copied. The shells of Windows continue lines otherwise. */
function commandLines(command: string, width: number): readonly string[] {
  const indent = ' '.repeat(INDENT);
  if (process.platform === 'win32' || INDENT + command.length <= width) return [`${indent}${command}`];
  const lines = wrapped(command, width - 3 * INDENT - 2, command.match(WORD) ?? []);
  return lines.map((line, index) => {
    const end = index === lines.length - 1 ? '' : ' \\';
    return `${indent}${index === 0 ? '' : indent}${line}${end}`;
  });
}

function termLines(rows: readonly (readonly [string, string])[], width: number): readonly string[] {
  const room = widest(rows.map(([term]) => term)) + INDENT;
  return rows.flatMap(([term, meaning]) => {
    const [line = '', ...rest] = hanging(meaning, INDENT + room, width);
    return [`${' '.repeat(INDENT)}${term.padEnd(room)}${line.trimStart()}`, ...rest];
  });
}

const hanging = (text: string, indent: number, width: number): readonly string[] =>
  wrapped(text, width - indent).map((line) => `${' '.repeat(indent)}${line}`);

const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
