import type { Command } from 'commander';
import { nearNames } from './near-name.ts';

/** More options than this are a list that `--help` explains better. */
const MOST_LISTED = 6;

/**
 * Each command names the options near a mistyped one, by the rule for commands and findings, and the command whose help
 * lists them. commander itself misses `--verson`, and points at the help of the program.
 */
export function explainMistakes(command: Command, path: string = command.name()): void {
  const names = optionNamesOf(command);
  const own = shortList(longNames(command));
  command
    .exitOverride()
    .showSuggestionAfterError(false)
    .showHelpAfterError(`(${path} --help shows ${own})`)
    .configureOutput({ outputError: (text, write) => write(withNearOptions(text, names)) });
  for (const child of command.commands) explainMistakes(child, `${path} ${child.name()}`);
}

const longNames = (command: Command): readonly string[] =>
  command.options.flatMap(({ long, hidden }) => (typeof long === 'string' && !hidden ? [long] : []));

/** The long options of a command, and those of the program, which it accepts too. */
const optionNamesOf = (command: Command): readonly string[] => [
  ...longNames(command),
  ...(command.parent === null ? ['--help'] : optionNamesOf(command.parent)),
];

const shortList = (names: readonly string[]): string =>
  names.length === 0 || names.length > MOST_LISTED ? 'its options' : `its options: ${names.join(', ')}`;

function withNearOptions(text: string, names: readonly string[]): string {
  const [, typed = ''] = /^error: unknown option '--([\w-]{2,})/.exec(text) ?? [];
  const near = nearNames(
    typed,
    names.map((name) => name.slice(2)),
  );
  return near.length === 0 ? text : `${text}(Did you mean ${near.map((name) => `--${name}`).join(' or ')}?)\n`;
}
