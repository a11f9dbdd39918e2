import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HistogramLogReader } from 'hdr-histogram-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Sample } from '../../src/load/contract.ts';
import { hlogFile, samplesFile, type Sink } from '../../src/load/sinks.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whyslow-sinks-'));
});
afterEach(() => rm(folder, { recursive: true }));

const START_MS = Date.parse('2026-01-01T00:00:00Z');
const sample = (atMs: number, over: Partial<Sample> = {}): Sample => ({
  atMs: START_MS + atMs,
  serviceUs: 10_000,
  userUs: 12_000,
  lagUs: null,
  status: 200,
  wrong: null,
  ...over,
});

async function written(open: (path: string) => Sink, write: (sink: Sink) => void): Promise<string> {
  const path = join(folder, 'file');
  const sink = open(path);
  write(sink);
  sink.close();
  return readFile(path, 'utf8');
}

interface Interval {
  readonly tag: string;
  readonly startMs: number;
  readonly count: number;
  readonly p50Us: number;
}

/** Parsed with HdrHistogram's own reader, so that the log is known to work in other tools. */
function intervalsOf(text: string): readonly Interval[] {
  const reader = new HistogramLogReader(text, 32, false);
  const intervals: Interval[] = [];
  for (let next = reader.nextIntervalHistogram(); next !== null; next = reader.nextIntervalHistogram()) {
    const { tag, startTimeStampMsec, totalCount } = next;
    intervals.push({
      tag,
      startMs: startTimeStampMsec - START_MS,
      count: totalCount,
      p50Us: next.getValueAtPercentile(50),
    });
  }
  return intervals;
}

test('an HdrHistogram log has one interval a second for each clock of each trial, and its reader parses it', async () => {
  const text = await written(hlogFile, (sink) => {
    for (let atMs = 0; atMs < 2_500; atMs += 100) sink.take('refresh', sample(atMs));
    for (let atMs = 3_000; atMs < 3_500; atMs += 100) sink.take('api', sample(atMs, { lagUs: 100 }));
  });
  const clocks = (pass: string, startMs: number, count: number) => [
    { tag: `${pass}.user`, startMs, count, p50Us: 12_000 },
    { tag: `${pass}.service`, startMs, count, p50Us: 10_000 },
  ];
  expect(intervalsOf(text)).toEqual([
    ...clocks('refresh', 0, 10),
    ...clocks('refresh', 1_000, 10),
    ...clocks('refresh', 2_000, 5),
    ...clocks('api', 3_000, 5),
    { tag: 'api.lag', startMs: 3_000, count: 5, p50Us: 100 },
  ]);
});

test('the head of the log matches the pattern of strict readers', async () => {
  const text = await written(hlogFile, (sink) => sink.take('refresh', sample(0)));
  expect(text).toContain('#[Histogram log format version 1.3]\n');
  expect(text).toContain('#[StartTime: 1767225600.000 (seconds since epoch)');
  expect(text).toContain('"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"\n');
  expect(text).toMatch(/\nTag=refresh\.user,0\.000,[\d.]+,12\.000,HISTFAAA/);
});

test('a name with a comma or a space in it does not break the log', async () => {
  const text = await written(hlogFile, (sink) => sink.take('a pass, or two', sample(0)));
  expect(intervalsOf(text).map(({ tag }) => tag)).toEqual(['a-pass-or-two.user', 'a-pass-or-two.service']);
});

test('a wrong response has no latency, so it is in no histogram', async () => {
  const text = await written(hlogFile, (sink) => {
    sink.take('refresh', sample(0));
    sink.take('refresh', sample(10, { wrong: 'status 500', status: 500, serviceUs: 1 }));
  });
  expect(intervalsOf(text)[0]?.count).toBe(1);
});

test('a trial without a right response writes an empty file and causes no error', async () =>
  expect(await written(hlogFile, () => {})).toBe(''));

test('each sample is a line of JSON, wrong responses included', async () => {
  const text = await written(samplesFile, (sink) => {
    sink.take('refresh', sample(0.5));
    sink.take('refresh', sample(1, { wrong: 'refused', status: null, lagUs: 3 }));
  });
  expect(text.endsWith('\n')).toBe(true);
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(lines).toEqual([
    { pass: 'refresh', atMs: START_MS + 0.5, serviceUs: 10_000, userUs: 12_000, lagUs: null, status: 200, wrong: null },
    {
      pass: 'refresh',
      atMs: START_MS + 1,
      serviceUs: 10_000,
      userUs: 12_000,
      lagUs: 3,
      status: null,
      wrong: 'refused',
    },
  ]);
});

test('the file contains all of ten thousand samples, in their order', async () => {
  const text = await written(samplesFile, (sink) => {
    for (let n = 0; n < 10_000; n += 1) sink.take('api', sample(n));
  });
  const times = text
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly atMs: number }).atMs - START_MS);
  expect(times).toEqual(Array.from({ length: 10_000 }, (_, n) => n));
});
