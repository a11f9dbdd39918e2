import { runChild } from './child.ts';
import type { RealClient } from './contract.ts';
import { detectProgram } from './program.ts';
import { timedByScript } from './script-output.ts';

/** A runtime that takes a program as an argument, followed by the URL. */
interface ScriptedRuntime {
  readonly runtime: string;
  readonly commands: readonly string[];
  readonly askVersion: readonly string[];
  readonly version: RegExp;
  /** All arguments but the URL, which comes last. */
  readonly args: readonly string[];
  idFor(version: string): string;
}

export const scriptClient = (scripted: ScriptedRuntime): RealClient => ({
  runtime: scripted.runtime,
  detect: () => detectProgram(scripted.commands, scripted.askVersion, scripted.version),
  idFor: (version) => scripted.idFor(version),
  time: async (path, url, bounds) => timedByScript(await runChild(path, [...scripted.args, url], bounds)),
});
