import type { Command } from 'commander';
import { bash } from './bash.ts';
import type { Shell } from './contract.ts';
import { fish } from './fish.ts';
import { completedProgram } from './tree.ts';
import { zsh } from './zsh.ts';

const shells = { bash, zsh, fish } satisfies Record<string, Shell>;

/** The script that completes the commands of this program, derived from its own command tree. */
export const completionScript = (name: keyof typeof shells, program: Command): string =>
  shells[name].script(completedProgram(program));
