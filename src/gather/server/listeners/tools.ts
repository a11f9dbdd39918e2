import { execFile, type ExecFileException } from 'node:child_process';
import { here, systemProgram } from '../../../system/programs.ts';

/** How a program of the system ended. */
export type ToolEnd =
  | { readonly kind: 'ended'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'failed'; readonly because: string };

/** These tools take a tenth of a second; PowerShell takes a second to start, and longer on a busy machine. */
const TOOL_TIMEOUT_MS = 8_000;
/** More than a thousand times the output of a machine with a hundred processes. */
const MOST_BYTES = 16_777_216;

/** @param signal ends the tool. */
export function runTool(
  name: string,
  args: readonly string[],
  platform: string = process.platform,
  signal?: AbortSignal,
): Promise<ToolEnd> {
  const path = systemProgram(name, here(platform));
  if (path === null) return Promise.resolve({ kind: 'failed', because: `${name} is not installed` });
  return new Promise((resolve) => {
    const bounds = {
      timeout: TOOL_TIMEOUT_MS,
      maxBuffer: MOST_BYTES,
      killSignal: 'SIGKILL',
      windowsHide: true,
    } as const;
    // ps writes a decimal comma in some languages.
    const env = { ...process.env, LC_ALL: 'C' };
    execFile(
      path,
      [...args],
      { ...bounds, env, ...(signal === undefined ? {} : { signal }) },
      (error, stdout, stderr) => {
        if (error === null) resolve({ kind: 'ended', code: 0, stdout, stderr });
        else if (typeof error.code === 'number') resolve({ kind: 'ended', code: error.code, stdout, stderr });
        else resolve({ kind: 'failed', because: failureOf(name, error) });
      },
    );
  });
}

const failureOf = (name: string, error: ExecFileException): string =>
  error.killed === true
    ? `${name} did not answer within ${TOOL_TIMEOUT_MS / 1_000} s`
    : `${name} could not be started (${error.code ?? 'unknown'})`;

/** @throws Error if the tool failed. */
export function outputOf(name: string, end: ToolEnd): string {
  if (end.kind === 'failed') throw new Error(end.because);
  if (end.code !== 0) throw new Error(`${name} ended with ${end.code}${firstLine(end.stderr)}`);
  return end.stdout;
}

/**
 * lsof ends with 1 and without output when no process listens. With error output and no results it failed.
 * @throws Error if it failed: then the listeners are unknown.
 */
export function foundByLsof(end: ToolEnd): string {
  if (end.kind === 'ended' && (end.stdout !== '' || (end.code === 1 && end.stderr.trim() === ''))) return end.stdout;
  return outputOf('lsof', end);
}

function firstLine(text: string): string {
  const [line = ''] = text.trim().split(/\r?\n/);
  return line === '' ? '' : `: ${line}`;
}
