import { readFileSync, writeFileSync } from 'node:fs';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import type { AlertState, Series, Watched } from '../../../src/model/watch.ts';
import { watched as waitsOf } from '../../audit/literals.ts';
import { firedLine, plainLines, summary } from '../../../src/render/watch/lines.ts';
import { liveView } from '../../../src/render/watch/live.ts';

const series = (id: string, times: readonly (number | null)[], because: string | null = null): Series => ({
  id,
  because,
  readings: times.map((ms, index) => ({ atMs: 100_000 + index * 1_000, ms })),
  minutes: [
    { atMs: 60_000, n: 60, errors: 1, p50Ms: 4, p95Ms: 5, maxMs: 2_040 },
    { atMs: 120_000, n: 10, errors: 0, p50Ms: 6, p95Ms: 7, maxMs: 8 },
  ],
});

const alert = (state: AlertState) => ({ text: 'refresh p95 > 30ms for 30s', state, value: 42, isShare: false });

const watched: Watched = {
  url: 'http://localhost:8000/',
  startedAtMs: 60_000,
  nowMs: 110_000,
  perSecond: 1,
  series: [
    series('localhost', [2, 2, 2_040, 2, 2, 4]),
    series('::1', [null, null, null], 'refused'),
    series('refresh', [4, 4, 4, 4, 4, 8]),
  ],
  alerts: [
    alert({ kind: 'quiet' }),
    alert({ kind: 'pending', sinceMs: 100_000 }),
    alert({ kind: 'firing', sinceMs: 100_000 }),
  ],
  fired: [{ alert: 'refresh p95 > 30ms for 30s', atMs: 100_000, value: 42 }],
  inside: null,
};

const look = (width: number) => ({ width, colour: false, unicode: true });
const METRICS = 'http://127.0.0.1:9464/metrics';

test.each([60, 80, 120, 200])('in %i columns no line of the live view or of the summary is too long', (width) => {
  const lines = [liveView(watched, look(width), METRICS), summary(watched, look(width))].join('\n').split('\n');
  expect(lines.filter((line) => stringWidth(line) > width)).toEqual([]);
});

test.each([
  ['a line of bars for each answer', /localhost +4\.0 ms +2\.0 ms +2 040 ms +0 of 6 +▁▁█▁▁▁/],
  ['a series without an answer shows the reason', /::1 +refused +– +– +3 of 3 +×××/],
  ['an alert that is quiet', /✔ refresh p95 > 30ms for 30s +quiet, 42\.0 ms/],
  ['one that is pending', /▲ .*true for 10 s, 42\.0 ms/],
  ['one that fires', /✖ .*firing since 00:01:40 UTC, 42\.0 ms/],
  ['the URL for Prometheus', /metrics {2}http:\/\/127\.0\.0\.1:9464\/metrics/],
])('the live view has %s', (_what, pattern) => expect(liveView(watched, look(100), METRICS)).toMatch(pattern));

const redis = { place: '[::1]:6379', program: null };
const insideOf = (atMs: number): Watched => ({
  ...watched,
  inside: { atMs, waits: waitsOf([2_000], [{ kind: 'connect', ms: 1_960, peer: redis }]) },
});

test('what the server did during slow answers is below the series, in each width', () => {
  const seen = insideOf(106_000);
  expect(liveView(seen, look(100), null)).toContain(
    '4 s ago: a slow answer takes 2.00 s: 98 % of it is connecting to [::1]:6379',
  );
  const lines = [60, 80].flatMap((width) =>
    liveView(seen, look(width), null)
      .split('\n')
      .map((line) => ({ line, width })),
  );
  expect(lines.filter(({ line, width }) => stringWidth(line) > width)).toEqual([]);
});

test.each([
  ['within the time of the lines', 106_000, 1],
  ['before it', 99_000, 0],
])('on a pipe it is a line where it was seen %s', (_when, atMs, count) => {
  const lines = plainLines(insideOf(atMs), 10_000).split('\n');
  expect(lines.filter((line) => line.includes(' inside: a slow answer takes 2.00 s'))).toHaveLength(count);
});

test('on a pipe each series is a line with its time', () =>
  expect(plainLines(watched, 10_000).split('\n')[1]).toBe(
    '1970-01-01T00:01:50.000Z ::1: no answer, 2 of 2 failed, last: refused',
  ));

test('the summary counts all kept probes, and names the alerts that fired in this watch', () => {
  const page = summary(watched, look(80));
  expect(page).toMatch(/localhost +70 +1 +4\.0 ms – 6\.0 ms +2 040 ms/);
  expect(page).toContain('Fired: refresh p95 > 30ms for 30s.\n  To find the cause: whyslow http://localhost:8000/\n');
  expect(summary({ ...watched, startedAtMs: 105_000 }, look(120))).toContain(
    'No alert fired; localhost failed 1 of 70 times; ::1 failed 1 of 70 times; refresh',
  );
});

test('an alert on errors is shown as a share', () => {
  const fired = { alert: 'api errors > 5%', atMs: 0, value: 0.4 };
  expect(firedLine(fired, true)).toBe('1970-01-01T00:00:00.000Z ALERT api errors > 5%: it is 40 %\n');
});

test('an escape in a reason cannot move the cursor, and without Unicode all is ASCII', () => {
  const evil = { ...watched, series: [series('localhost', [null], '\u001b[2J')] };
  // oxlint-disable-next-line no-control-regex
  expect(liveView(evil, look(80), null) + plainLines(evil, 10_000)).not.toMatch(/\u001b/);
  const ascii = { width: 80, colour: false, unicode: false };
  // oxlint-disable-next-line no-control-regex
  expect(liveView(watched, ascii, METRICS) + summary(watched, ascii)).not.toMatch(/[^\u0000-\u007f]/);
});

/** A watch of the demo's machine: one reading a second for 50 s. */
const story: Watched = {
  url: 'http://localhost:8000/',
  startedAtMs: Date.UTC(2026, 10, 24, 23, 40, 31),
  nowMs: Date.UTC(2026, 10, 24, 23, 41, 21),
  perSecond: 1,
  series: [
    storied('localhost', (index) => 2_036 + ((index * 7) % 15)),
    storied('127.0.0.1', (index) => 1.2 + ((index * 5) % 9) / 10),
    storied('::1', () => null),
  ],
  alerts: [
    {
      text: 'localhost p95 > 30ms for 30s',
      state: { kind: 'firing', sinceMs: Date.UTC(2026, 10, 24, 23, 41, 3) },
      value: 2_050,
      isShare: false,
    },
  ],
  fired: [],
  inside: null,
};

function storied(id: string, msOf: (index: number) => number | null): Series {
  const readings = Array.from({ length: 50 }, (_, index) => ({
    atMs: Date.UTC(2026, 10, 24, 23, 40, 31 + index),
    ms: msOf(index),
  }));
  return { id, because: msOf(0) === null ? 'refused' : null, readings, minutes: [] };
}

test('docs/watch.md shows the live view as a terminal of 80 columns does', () => {
  const page = new URL('../../../docs/watch.md', import.meta.url);
  const shown = /^```\n(?=whyslow watch )[\s\S]*?^```$/m;
  const text = readFileSync(page, 'utf8');
  const withStory = text.replace(shown, `\`\`\`\n${liveView(story, look(80), null).trimEnd()}\n\`\`\``);
  if (process.env['UPDATE'] === '1') writeFileSync(page, withStory);
  expect(withStory).toBe(readFileSync(page, 'utf8'));
  expect(text).toMatch(shown);
});
