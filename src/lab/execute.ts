import { spawnSync } from 'node:child_process';
import { systemProgram } from '../system/programs.ts';

/** Runs one command to its end. @throws Error with the command's error output when it fails. */
export function execute(command: string, args: readonly string[], input = ''): void {
  const path = systemProgram(command);
  if (path === null) throw new Error(`${command} is not installed`);
  const { status, error, stderr } = spawnSync(path, args, { input, encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(`${[command, ...args].join(' ')}: ${error?.message ?? stderr.trim()}`);
}
