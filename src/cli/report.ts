import { env, stdout } from 'node:process';
import type { WrittenThreshold } from '../judge/threshold-grammar.ts';
import { ToolError } from '../model/error.ts';
import type { Run } from '../model/run.ts';
import type { Format } from '../render/contract.ts';
import { formats } from '../render/index.ts';
import { reportFolder } from './files.ts';
import type { OtherTool } from './other-report.ts';
import { outputStyleFor } from './output-style.ts';
import { readRun } from './saved-run.ts';
import { UNWRITTEN_EXIT, writeFormats } from './write-formats.ts';

export interface ReportOptions {
  readonly format?: readonly Format[];
  readonly out?: string;
  readonly color: boolean;
  /** The load tool that wrote the report, where it is no run. */
  readonly from?: OtherTool;
  readonly url?: string;
  readonly target?: readonly WrittenThreshold[];
}

/**
 * Renders a saved run again, or the report of another load tool, to stdout or into a folder.
 * @returns the exit code: that of the run for another tool's report, which is judged here for the first time.
 */
export async function report(path: string, options: ReportOptions, reproduce: string): Promise<number> {
  const saved = await readEither(path, options, reproduce);
  const code = options.from === undefined ? 0 : saved.exit.code;
  const chosen = options.format ?? formats.filter(({ name }) => name === 'terminal');
  if (options.out === undefined) {
    const look = outputStyleFor(stdout, env, options.color);
    const renderers = await Promise.all(chosen.map(({ load }) => load()));
    stdout.write(renderers.map(({ render }) => render(saved, look)).join('\n'));
    return code;
  }
  const folder = await reportFolder(options.out, 'report', '');
  const { unwritten } = await writeFormats(saved, chosen, folder);
  return unwritten.length === 0 ? code : UNWRITTEN_EXIT;
}

async function readEither(path: string, { from, url, target }: ReportOptions, reproduce: string): Promise<Run> {
  if (from === undefined) {
    if (url === undefined && target === undefined) return readRun(path);
    throw new ToolError('bad-report', '--url and --target are for the report of another load tool: add --from.');
  }
  const { readOtherReport } = await import('./other-report.ts');
  return readOtherReport(path, { from, url, targets: target, reproduce });
}
