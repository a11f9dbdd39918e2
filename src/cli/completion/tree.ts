import type { Argument, Command, Option } from 'commander';
import type { CompletedCommand, CompletedOption, Values } from './contract.ts';
import { operandsOf, valuesOfOptions } from './known-values.ts';

/** The command that a URL without a command starts. */
const DEFAULT_COMMAND = 'diagnose';

/** The program with the options of its default command, since `whyslow 8000 --quick` names no command. */
export function completedProgram(program: Command): CompletedCommand {
  const whole = completed(program, []);
  const unnamed = whole.children.find(({ path }) => path[0] === DEFAULT_COMMAND);
  return { ...whole, options: [...whole.options, ...(unnamed?.options ?? [])] };
}

function completed(command: Command, path: readonly string[]): CompletedCommand {
  // Help shows commands and options that are not hidden, and knows which they are.
  const help = command.createHelp();
  const named = help.visibleCommands(command).filter((child) => path.length > 0 || child.name() !== 'help');
  return {
    path,
    about: shortened(command.description()),
    children: named.flatMap((child) => (child.name() === 'help' ? [] : [completed(child, [...path, child.name()])])),
    options: help.visibleOptions(command).flatMap(completedOption),
    operands: operands(command),
  };
}

const completedOption = (option: Option): readonly CompletedOption[] =>
  typeof option.long === 'string'
    ? [{ name: option.long, about: shortened(option.description), values: valuesOf(option) }]
    : [];

function valuesOf(option: Option): Values | null {
  if (!option.required && !option.optional) return null;
  const known = option.argChoices ?? valuesOfOptions[option.long ?? ''];
  if (known !== undefined) return { kind: 'words', words: known };
  return namesFile(option.flags) ? { kind: 'files' } : { kind: 'free' };
}

/** Placeholders of files: `--out <dir>`, `--har <file>`, `<run.json>`, and `--openapi <url|file>`. */
const namesFile = (placeholder: string): boolean => /\bfile\b|\bdir\b|\bfolder\b|\.json/i.test(placeholder);

function operands(command: Command): Values {
  const known = operandsOf[command.name()] ?? command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  if (known.length > 0) return { kind: 'words', words: known };
  return command.registeredArguments.some(takesFile) ? { kind: 'files' } : { kind: 'free' };
}

const takesFile = (argument: Argument): boolean =>
  namesFile(argument.name()) || argument.description.includes('run.json');

/** The first part of a sentence: a list of completions has a line for each. */
const shortened = (text: string): string => text.split(/[;:(]|, like /)[0]?.trim() ?? '';
