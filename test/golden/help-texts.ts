import type { Command } from 'commander';
import { buildProgram } from '../../src/cli/program.ts';
import type { RenderOptions } from '../../src/render/contract.ts';

const every = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(every)];

/** Every command of the program, by its words. */
export const commandNames: readonly string[] = every(buildProgram(['node', 'whyslow']))
  .slice(1)
  .map(nameOf)
  .filter((name) => name !== 'demo-inside');

function nameOf(command: Command): string {
  const { parent } = command;
  return parent === null || parent.parent === null ? command.name() : `${nameOf(parent)} ${command.name()}`;
}

/** The help of a command as a terminal of that width shows it; that of the program for an empty name. */
export function helpOf(name: string, width: number): string {
  const program = buildProgram(['node', 'whyslow']);
  const command = every(program).find((each) => (each === program ? name === '' : nameOf(each) === name));
  if (command === undefined) throw new RangeError(`There is no command ${name}.`);
  let text = '';
  command.configureOutput({ writeOut: (part) => void (text += part), getOutHelpWidth: () => width });
  command.outputHelp();
  return text;
}

/** The help of the program, and of the commands with text of their own below their options. */
export const helpScreens: Readonly<Record<string, (look: RenderOptions) => string>> = {
  help: ({ width }) => helpOf('', width),
  'help-watch': ({ width }) => helpOf('watch', width),
  'help-compare': ({ width }) => helpOf('compare', width),
  'help-completion': ({ width }) => helpOf('completion', width),
};
