import { execFile, type ExecFileException } from 'node:child_process';
import { here, systemProgram } from '../../../../system/programs.ts';
import type { ToolEnd } from '../../listeners/tools.ts';

/** The system, and how its programs are run. Both are arguments, so that the rules of each system are tested on any. */
export interface Machine {
  readonly platform: string;
  /** Ends the program when the signal aborts, and after some seconds. */
  run(name: string, args: readonly string[], signal: AbortSignal): Promise<ToolEnd>;
}

/** lsof and netstat take a tenth of a second; PowerShell takes a second to start, and longer on a busy machine. */
const TOOL_TIMEOUT_MS = 8_000;
/** More than a thousand times the output of a machine with a hundred processes. */
const MOST_BYTES = 16_777_216;

export const thisMachine = (platform: string = process.platform): Machine => ({
  platform,
  run: (name, args, signal) => {
    const path = systemProgram(name, here(platform));
    if (path === null) return Promise.resolve({ kind: 'failed', because: `${name} is not installed` });
    return run({ name, path, args, signal });
  },
});

interface Command {
  readonly name: string;
  readonly path: string;
  readonly args: readonly string[];
  readonly signal: AbortSignal;
}

function run({ name, path, args, signal }: Command): Promise<ToolEnd> {
  const bounds = { timeout: TOOL_TIMEOUT_MS, maxBuffer: MOST_BYTES, killSignal: 'SIGKILL', windowsHide: true } as const;
  // ps writes a decimal comma in some languages.
  const env = { ...process.env, LC_ALL: 'C' };
  return new Promise((resolve) => {
    execFile(path, [...args], { ...bounds, env, signal }, (error, stdout, stderr) => {
      if (error === null) resolve({ kind: 'ended', code: 0, stdout, stderr });
      else if (typeof error.code === 'number') resolve({ kind: 'ended', code: error.code, stdout, stderr });
      else resolve({ kind: 'failed', because: failureOf(name, error) });
    });
  });
}

const failureOf = (name: string, error: ExecFileException): string =>
  error.killed === true
    ? `${name} did not answer within ${TOOL_TIMEOUT_MS / 1_000} s`
    : `${name} could not be run (${error.code ?? 'unknown'})`;
