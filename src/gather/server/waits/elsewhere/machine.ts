import { runTool, type ToolEnd } from '../../listeners/tools.ts';

/** The system, and how its programs are run. Both are arguments, so that the rules of each system are tested on any. */
export interface Machine {
  readonly platform: string;
  /** Ends the program when the signal aborts, and after some seconds. */
  run(name: string, args: readonly string[], signal: AbortSignal): Promise<ToolEnd>;
}

export const thisMachine = (platform: string = process.platform): Machine => ({
  platform,
  run: (name, args, signal) => runTool(name, args, platform, signal),
});
