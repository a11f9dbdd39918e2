import { stat } from 'node:fs/promises';
import { parseTarget } from '../gather/target.ts';
import type { WrittenThreshold } from '../judge/threshold-grammar.ts';
import { ToolError } from '../model/error.ts';
import type { Run } from '../model/run.ts';
import { readArtillery } from '../pipelines/results/artillery.ts';
import type { Report } from '../pipelines/results/contract.ts';
import { readK6 } from '../pipelines/results/k6.ts';
import { runOfReport } from '../pipelines/results/run.ts';
import { readText } from '../system/text-file.ts';

/** The load tools whose reports make a run. */
export type OtherTool = 'artillery' | 'k6';

const readers: Readonly<Record<OtherTool, (value: unknown, path: string) => Report>> = {
  artillery: readArtillery,
  k6: readK6,
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
  if (url === undefined) {
    throw new ToolError('no-source', `A report of ${from} does not name its server: add --url URL.`);
  }
  const target = parseTarget(url);
  const text = await readText(path).catch((error: NodeJS.ErrnoException) => {
    throw new ToolError(
      'bad-report',
      `The report ${path} cannot be read (${error.code}). Name the file that ${from} wrote.`,
    );
  });
  const report = readers[from](parsed(text, path, from), path);
  return runOfReport(report, { target, targets, writtenAtMs: (await stat(path)).mtimeMs, reproduce });
}

function parsed(text: string, path: string, from: OtherTool): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ToolError('bad-report', `${path} is not JSON. Expected a report of ${from}, written to its end.`);
  }
}
