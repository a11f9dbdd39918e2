import { readFileSync } from 'node:fs';
import { exit, stderr } from 'node:process';
import { ToolError } from '../model/error.ts';
import { InternalError } from '../model/internal-error.ts';
import { maskedText } from '../model/secrets.ts';

/** What one process knows of its own errors: they are reported once, at its end, below what was measured. */
const noted: unknown[] = [];
let measuring: AbortController | null = null;
let savedIn: string | null = null;

/** An error in a loop comes back with every event; the first few tell it all. */
const MOST_NOTED = 3;
const INTERNAL_ERROR_EXIT = 1;

/**
 * Catches what is thrown in events and timers, where no caller can. While something is measured, the measuring is aborted,
 * and what there is gets shown and saved; else the process reports the error and ends.
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
  if (noted.length < MOST_NOTED && !noted.includes(cause)) noted.push(cause);
}

/** Where the run lies that was measured. */
export const recordSavedPath = (path: string): void => void (savedIn = path);

/** Ends a command by an error that it did not expect: in one line where the machine is the reason, else with a report. */
export function endWithInternalError(error: unknown): void {
  const limit = machineLimit(error);
  if (limit === null) recordInternalError(error);
  else stderr.write(`whyslow: ${limit.message}\n`);
  process.exitCode = limit?.exitCode ?? INTERNAL_ERROR_EXIT;
  if (limit === null) reportInternalErrors();
}

/** Says that there was an internal error, where the measurements lie, and what to report. Once. */
export function reportInternalErrors(): void {
  if (noted.length === 0) return;
  const traces = noted
    .splice(0)
    .map((error) => (error instanceof Error ? (error.stack ?? error.message) : String(error)));
  const partial = savedIn === null ? 'Nothing was saved.' : `What was measured until then is saved in ${savedIn}.`;
  stderr.write(
    `whyslow: internal error. ${partial}\nPlease report it with this text:\n${maskedText(traces.join('\n'))}\n`,
  );
  process.exitCode = INTERNAL_ERROR_EXIT;
}

/** Conditions of the machine that any access to a file may meet; they are no errors of this program. */
const machineLimits: Readonly<Record<string, string>> = {
  EMFILE: 'this process may open no more files. Raise the limit in this shell, for example with: ulimit -n 4096',
  ENFILE: 'this machine has no more file descriptors. Close other programs, or raise fs.file-max',
  ENOSPC: 'no space is left on the device. Free some space, or name another folder',
  EDQUOT: 'the disk quota is used up. Free some space, or name another folder',
  EROFS: 'the file system is read-only. Name another folder',
};

/** The code of an error of the system, also where Node hides it behind one of its own; null for any other error. */
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

/** Node opens some hundred modules at once, and says of one that it cannot open that it is missing. */
const FEWEST_OPEN_FILES = 256;

function fewFilesMayBeOpen(): boolean {
  try {
    const [, soft = ''] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft !== '' && Number(soft) < FEWEST_OPEN_FILES;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EMFILE';
  }
}
