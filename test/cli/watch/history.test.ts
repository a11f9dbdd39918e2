import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readHistory, writeHistory } from '../../../src/cli/watch/history.ts';
import { MOST_MINUTES, MOST_READINGS } from '../../../src/judge/watch/series.ts';
import type { Series, Watched } from '../../../src/model/watch.ts';
import { withFolder } from '../whyslow.ts';

const URL = 'http://localhost:8000/';
const full = (id: string): Series => ({
  id,
  because: null,
  readings: Array.from({ length: MOST_READINGS }, (_, n) => ({ atMs: 1.7e12 + n, ms: n % 7 === 0 ? null : 12.34 })),
  minutes: Array.from({ length: MOST_MINUTES }, (_, n) => ({
    atMs: 1.7e12 + n * 60_000,
    n: 600,
    errors: 3,
    p50Ms: 12.34,
    p95Ms: 23.45,
    maxMs: n % 7 === 0 ? null : 2_034.56,
  })),
});
const watched: Watched = {
  url: URL,
  startedAtMs: 0,
  nowMs: 0,
  perSecond: 1,
  series: ['localhost', '127.0.0.1', '::1', 'refresh', 'api', 'login'].map(full),
  alerts: [],
  fired: [{ alert: 'api p95 > 30ms', atMs: 5, value: 42 }],
  inside: null,
};

const reading = async (path: string, url = URL) => {
  const said: string[] = [];
  const kept = await readHistory(path, url, (line) => said.push(line));
  return { kept, said };
};

test('a written history is read again, and a full day is less than a megabyte', () =>
  withFolder(async (folder) => {
    const path = join(folder, 'h.json');
    await writeHistory(path, watched);
    expect(await reading(path)).toEqual({ kept: { series: watched.series, fired: watched.fired }, said: [] });
    expect((await readFile(path)).length).toBeLessThan(1_000_000);
    expect(await readdir(folder)).toEqual(['h.json']);
  }));

test('without a history, a watch begins empty', () =>
  withFolder(async (folder) =>
    expect(await reading(join(folder, 'none.json'))).toEqual({ kept: { series: [], fired: [] }, said: [] }),
  ));

test.each([
  ['half of a file', '{"schema":"whyslow.watch/1","url":"http://loc'],
  ['nothing', ''],
  ['another JSON', '[]'],
  ['a later schema', '{"schema":"whyslow.watch/9"}'],
])('%s is renamed, reported and kept', (_what, text) =>
  withFolder(async (folder) => {
    const path = join(folder, 'h.json');
    await writeFile(path, text);
    const { kept, said } = await reading(path);
    expect(kept).toEqual({ series: [], fired: [] });
    expect(said.join('')).toContain('is damaged: it was renamed to');
    const [aside = ''] = await readdir(folder);
    expect(aside).toMatch(/^h\.json\.damaged-/);
    expect(await readFile(join(folder, aside), 'utf8')).toBe(text);
  }),
);

test('the history of another server is refused and kept', () =>
  withFolder(async (folder) => {
    const path = join(folder, 'h.json');
    await writeHistory(path, watched);
    await expect(reading(path, 'http://localhost:9000/')).rejects.toThrow(
      /belongs to http:\/\/localhost:8000\/.*--history/,
    );
    expect(await readdir(folder)).toEqual(['h.json']);
  }));

test('a missing folder is reported at the start', () =>
  expect(writeHistory('/no/such/folder/h.json', watched)).rejects.toThrow(/cannot be written \(ENOENT\)/));
