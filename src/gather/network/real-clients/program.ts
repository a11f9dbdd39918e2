import { findProgram } from '../../../system/programs.ts';
import { runChild } from './child.ts';
import type { Detected } from './contract.ts';

/** A JVM prints its version within a second. A program that takes three is broken. */
const DETECT_MS = 3_000;

/** Finds a program by one of its names and reads its version from what it prints. */
export async function detectProgram(
  names: readonly string[],
  args: readonly string[],
  version: RegExp,
): Promise<Detected | null> {
  for (const name of names) {
    const path = findProgram(name);
    if (path === null) continue;
    const printed = await askProgram(path, args);
    const found = printed === null ? null : version.exec(printed)?.[1];
    if (found !== null && found !== undefined) return { version: found, path };
  }
  return null;
}

/** The output of a program on both streams; null when it fails or takes too long. */
export async function askProgram(path: string, args: readonly string[]): Promise<string | null> {
  const run = await runChild(path, args, { timeoutMs: DETECT_MS, signal: new AbortController().signal });
  return run.how === 'exited' && run.code === 0 ? `${run.stdout}\n${run.stderr}` : null;
}
