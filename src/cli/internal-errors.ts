import { readFileSync } from 'node:fs';
import { exit, stderr } from 'node:process';
import { ToolError } from '../model/error.ts';
import { InternalError } from '../model/internal-error.ts';
import { maskedText } from '../model/secrets.ts';

/** Internal errors of this process. They are reported once, at its end, below the result. */
const recorded: unknown[] = [];
let measuring: AbortController | null = null;
let savedIn: string | null = null;

/** An error in an event handler repeats with every event, so only the first few are kept. */
const MOST_RECORDED = 3;
const INTERNAL_ERROR_EXIT = 1;

/**
 * Catches errors thrown in events and timers, where no caller can catch them. During a measurement they abort it, and the
 * measurements so far are shown and saved. Otherwise the process reports the error and ends.
 */
export function handleUncaughtErrors(): void {
  process.on('uncaughtException', (error) => {
    recordInternalError(error);
    if (measuring !== null) return measuring.abort(new InternalError(error));
    reportInternalErrors();
    exit();
  });
}

/** @returns a function that ends the measuring. */
export function whileMeasuring(controller: AbortController): () => void {
  const before = measuring;
  measuring = controller;
  return () => void (measuring = before);
}

export function recordInternalError(error: unknown): void {
  const cause = error instanceof InternalError ? error.cause : error;
  if (recorded.length < MOST_RECORDED && !recorded.includes(cause)) recorded.push(cause);
}

/** Records the path of the saved run for the error report. */
export const recordSavedPath = (path: string): void => void (savedIn = path);

/** Ends a command after an unexpected error: with one line for a limit of the machine, else with an error report. */
export function endWithInternalError(error: unknown): void {
  const limit = machineLimit(error);
  if (limit === null) recordInternalError(error);
  else stderr.write(`whyslow: ${limit.message}\n`);
  process.exitCode = limit?.exitCode ?? INTERNAL_ERROR_EXIT;
  if (limit === null) reportInternalErrors();
}

/** Prints, once, that an internal error occurred, where the measurements are saved, and what to report. */
export function reportInternalErrors(): void {
  if (recorded.length === 0) return;
  const traces = recorded
    .splice(0)
    .map((error) => (error instanceof Error ? (error.stack ?? error.message) : String(error)));
  const partial = savedIn === null ? 'Nothing was saved.' : `The measurements so far are saved in ${savedIn}.`;
  stderr.write(
    `whyslow: internal error. ${partial}\n` +
      'Please report it in the issue tracker of whyslow, with the output of "whyslow doctor" and this text:\n' +
      `${maskedText(traces.join('\n'))}\n`,
  );
  process.exitCode = INTERNAL_ERROR_EXIT;
}

/** Limits of the machine that any file access may hit; they are not errors of this program. */
const machineLimits: Readonly<Record<string, string>> = {
  EMFILE: 'this process cannot open more files. Raise the limit in this shell, for example with: ulimit -n 4096',
  ENFILE: 'this machine has no more file descriptors. Close other programs, or raise fs.file-max',
  ENOSPC: 'no space is left on the device. Free some space, or name another folder',
  EDQUOT: 'the disk quota is used up. Free some space, or name another folder',
  EROFS: 'the file system is read-only. Name another folder',
};

/** The system code of an error, also where Node replaced it by a code of its own; null for any other error. */
export function machineCode(error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error)) return null;
  if (error.code === 'ERR_MODULE_NOT_FOUND') return fewFilesMayBeOpen() ? 'EMFILE' : null;
  return 'syscall' in error ? String(error.code) : null;
}

function machineLimit(error: unknown): ToolError | null {
  const code = machineCode(error) ?? '';
  const limit = Object.hasOwn(machineLimits, code) ? machineLimits[code] : undefined;
  return limit === undefined ? null : new ToolError('machine-limit', `${code}: ${limit}.`);
}

/** Node opens about a hundred modules at once, and reports a module that it cannot open as missing. */
const FEWEST_OPEN_FILES = 256;

function fewFilesMayBeOpen(): boolean {
  try {
    const [, soft = ''] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft !== '' && Number(soft) < FEWEST_OPEN_FILES;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EMFILE';
  }
}
