import { addHelpEnd, type HelpPart } from '../help-end.ts';
import { stdout } from 'node:process';
import { Argument, type Command } from 'commander';

/** The shells of ./index.ts, which is loaded only when a script is printed. A test compares both. */
export const shellNames = ['bash', 'zsh', 'fish'] as const;
type ShellName = (typeof shellNames)[number];

const SET_UP: HelpPart = {
  kind: 'terms',
  title: 'Set-up, once',
  rows: [
    ['bash', "echo 'source <(whyslow completion bash)' >> ~/.bashrc"],
    ['zsh', "echo 'source <(whyslow completion zsh)' >> ~/.zshrc"],
    ['', '(below the line with compinit)'],
    ['fish', 'whyslow completion fish > ~/.config/fish/completions/whyslow.fish'],
  ],
};

export function addCompletion(program: Command): void {
  const command = program
    .command('completion')
    .description('print a script that completes commands, options and ids in your shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(shellNames))
    .action(async (name: ShellName) => {
      const { completionScript } = await import('./index.ts');
      stdout.write(completionScript(name, program));
    });
  addHelpEnd(command, [SET_UP]);
}
