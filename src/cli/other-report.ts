import { stat } from 'node:fs/promises';
import { parseTarget } from '../gather/target.ts';
import type { WrittenThreshold } from '../judge/threshold-grammar.ts';
import { ToolError } from '../model/error.ts';
import type { Run } from '../model/run.ts';
import { readArtillery } from '../pipelines/results/artillery.ts';
import type { Report } from '../pipelines/results/contract.ts';
import { readK6 } from '../pipelines/results/k6.ts';
import { isK6Line, startK6Points } from '../pipelines/results/k6-points.ts';
import { runOfReport } from '../pipelines/results/run.ts';
import { linesOf } from '../system/lines.ts';
import { readText } from '../system/text-file.ts';

/** The load tools whose reports make a run. */
export type OtherTool = 'artillery' | 'k6';

const readers: Readonly<Record<OtherTool, (path: string) => Promise<Report>>> = {
  artillery: async (path) => readArtillery(await documentIn(path, 'artillery'), path),
  k6: async (path) => ((await hasPoints(path)) ? pointsIn(path) : readK6(await documentIn(path, 'k6'), path)),
};

interface Reading {
  readonly from: OtherTool;
  readonly url: string | undefined;
  readonly targets: readonly WrittenThreshold[] | undefined;
  readonly reproduce: string;
}

/**
 * Reads a report of another load tool as a run.
 * @throws ToolError `bad-report`, `no-source`, `bad-url`, `bad-target` (exit 2)
 */
export async function readOtherReport(path: string, { from, url, targets, reproduce }: Reading): Promise<Run> {
  const { mtimeMs } = await readable(path, () => stat(path));
  if (url === undefined) {
    throw new ToolError('no-source', `A report of ${from} does not name its server: add --url URL.`);
  }
  const target = parseTarget(url);
  const report = await readable(path, () => readers[from](path));
  return runOfReport(report, { target, targets, writtenAtMs: mtimeMs, reproduce });
}

async function readable<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ToolError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new ToolError(
      'bad-report',
      `The report ${path} cannot be read (${code ?? String(error)}). Name the file that the tool wrote.`,
    );
  }
}

async function documentIn(path: string, from: OtherTool): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch {
    throw new ToolError('bad-report', `${path} is not JSON. Expected a report of ${from}, written to its end.`);
  }
}

/** In stdout of k6 its banner stands before the samples, so that the first of them may be some lines below. */
const LINES_BEFORE = 100;

async function hasPoints(path: string): Promise<boolean> {
  let left = LINES_BEFORE;
  for await (const lines of linesOf(path)) {
    if (lines.slice(0, left).some(isK6Line)) return true;
    left -= lines.length;
    if (left <= 0) break;
  }
  return false;
}

async function pointsIn(path: string): Promise<Report> {
  const points = startK6Points();
  for await (const lines of linesOf(path)) for (const line of lines) points.add(line);
  return points.report(path);
}
