import { z } from 'zod';
import { MOST_MINUTES, MOST_READINGS } from '../../judge/watch/series.ts';
import { ToolError } from '../../model/error.ts';
import { maskedUrl } from '../../model/secrets.ts';
import type { Watched } from '../../model/watch.ts';
import { renameOver } from '../../system/rename.ts';
import { readText } from '../../system/text-file.ts';
import type { WatchHistory } from '../../pipelines/watch.ts';
import { unwritableText, writeAtomically } from '../files.ts';

const historySchema = 'whyslow.watch/1';

/** More than the names and suites of one server can be. */
const MOST_SERIES = 16;
const MOST_FIRED = 100;

const time = z.number().nonnegative().nullable();
/** Rows instead of objects keep the file small: a day of one series has 1 440 rows. */
const reading = z.tuple([z.number(), time]);
const minute = z.tuple([z.number(), z.number().int(), z.number().int(), time, time, time]);

const document = z.object({
  schema: z.literal(historySchema),
  url: z.string(),
  savedAt: z.string(),
  series: z
    .array(
      z.object({
        id: z.string(),
        readings: z.array(reading).max(MOST_READINGS),
        minutes: z.array(minute).max(MOST_MINUTES),
      }),
    )
    .max(MOST_SERIES),
  fired: z.array(z.object({ alert: z.string(), atMs: z.number(), value: z.number() })).max(MOST_FIRED),
});

const nothing: WatchHistory = { series: [], fired: [] };

/**
 * Reads the history of an earlier watch. A damaged file is renamed and kept, and a new history begins.
 * @throws ToolError `other-history` (2) for a file of another server, `unreadable-history` (2) when it cannot be read.
 */
export async function readHistory(path: string, url: string, report: (line: string) => void): Promise<WatchHistory> {
  const text = await readText(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new ToolError('unreadable-history', `The history ${path} cannot be read (${error.code ?? 'unknown'}).`);
  });
  if (text === null) return nothing;
  const read = document.safeParse(parsed(text));
  if (!read.success) return renameDamaged(path, report);
  const keptUrl = maskedUrl(read.data.url);
  if (keptUrl !== url) {
    throw new ToolError(
      'other-history',
      `The history ${path} belongs to ${keptUrl}, and this watch to ${url}. Name another file with --history FILE.`,
    );
  }
  return {
    series: read.data.series.map(({ id, readings, minutes }) => ({
      id,
      because: null,
      readings: readings.map(([atMs, ms]) => ({ atMs, ms })),
      minutes: minutes.map(([atMs, n, errors, p50Ms, p95Ms, maxMs]) => ({ atMs, n, errors, p50Ms, p95Ms, maxMs })),
    })),
    fired: read.data.fired,
  };
}

async function renameDamaged(path: string, report: (line: string) => void): Promise<WatchHistory> {
  const renamed = `${path}.damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  await renameOver(path, renamed).catch((error: NodeJS.ErrnoException) => {
    throw new ToolError('unreadable-history', `The history ${path} is damaged and cannot be renamed (${error.code}).`);
  });
  report(`The history ${path} is damaged: it was renamed to ${renamed}, and a new one begins.\n`);
  return nothing;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Writes the bounded series to a temporary file and renames it, so that a crash leaves the file of a minute ago.
 * @throws ToolError `unwritable-file` (2)
 */
export async function writeHistory(path: string, { url, nowMs, series, fired }: Watched): Promise<void> {
  const kept: z.infer<typeof document> = {
    schema: historySchema,
    url,
    savedAt: new Date(nowMs).toISOString(),
    series: series.map(({ id, readings, minutes }) => ({
      id,
      readings: readings.map(({ atMs, ms }) => [rounded(atMs), ms === null ? null : rounded(ms)]),
      minutes: minutes.map((each) => [each.atMs, each.n, each.errors, ...times(each)]),
    })),
    fired: [...fired],
  };
  await writeAtomically(path, `${JSON.stringify(kept)}\n`).catch((error: unknown) => {
    throw new ToolError('unwritable-file', `${unwritableText(path, error)} Name another file with --history FILE.`);
  });
}

const times = ({ p50Ms, p95Ms, maxMs }: Watched['series'][number]['minutes'][number]) =>
  [kept(p50Ms), kept(p95Ms), kept(maxMs)] as const;

const kept = (ms: number | null): number | null => (ms === null ? null : rounded(ms));

/** A hundredth of a millisecond is finer than the accuracy of these times. */
const rounded = (ms: number): number => Math.round(ms * 100) / 100;
