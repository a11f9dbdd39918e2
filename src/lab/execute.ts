import { spawnSync } from 'node:child_process';

/** Runs one command of the machine to its end. @throws Error with the command's own last words when it fails. */
export function execute(command: string, args: readonly string[], input = ''): void {
  const { status, error, stderr } = spawnSync(command, args, { input, encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(`${[command, ...args].join(' ')}: ${error?.message ?? stderr.trim()}`);
}
