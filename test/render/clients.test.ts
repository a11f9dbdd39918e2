import { expect, test } from 'vitest';
import type { ClientPrediction } from '../../src/model/client.ts';
import type { Run } from '../../src/model/run.ts';
import { plots } from '../../src/render/plots/index.ts';
import { terminal } from '../../src/render/terminal/index.ts';
import { clientsRun } from './runs.ts';

const base = clientsRun.clients[0];

function client(title: string, predicted: ClientPrediction['predicted']): ClientPrediction {
  if (base === undefined) throw new Error('the run of all clients has none');
  return { ...base, id: title, title, predicted };
}

const connects = (title: string, ms: number): ClientPrediction =>
  client(title, { outcome: 'connects', via: '127.0.0.1', ms });
const fails = (title: string, ms: number): ClientPrediction =>
  client(title, { outcome: 'fails', because: 'refused', ms });

const runOf = (...clients: readonly ClientPrediction[]): Run => ({ ...clientsRun, clients });

const cases: readonly (readonly [string, Run])[] = [
  [
    'some wait',
    runOf(connects('quick', 0.4), connects('slow', 2_044), connects('middling', 200), fails('broken', 0.2)),
  ],
  [
    'all are quick, but one',
    runOf(connects('quick', 0.4), connects('slow', 3), connects('middling', 1), fails('broken', 0.2)),
  ],
  [
    'one fails late',
    runOf(connects('quick', 2), connects('slow', 900), connects('middling', 300), fails('broken', 60_000)),
  ],
];

/** The width of the bar that stands for a client in the picture, and whether it is hatched. */
function barsOf(run: Run): ReadonlyMap<string, { readonly width: number; readonly hatched: boolean }> {
  const svg = plots(run).find(({ name }) => name === 'report-clients')?.svg ?? '';
  const bars = svg.matchAll(
    /<rect [^>]*width="([\d.]+)" height="13" class="f-\w+"><title>(\w+): [^<]*<\/title><\/rect>(<rect [^>]*fill="url\(#hatch\)")?/g,
  );
  return new Map(
    [...bars].map(([, width, title = '', hatch]) => [title, { width: Number(width), hatched: hatch !== undefined }]),
  );
}

/** The widest bar that there can be: the plot without its labels and tails. */
const WHOLE_PX = 270;

test.each(cases)(
  '%s: a bar of the plot is as long as the wait, and a failure takes the whole width, hatched',
  (_what, run) => {
    const bars = barsOf(run);
    const [quick, middling, slow, broken] = ['quick', 'middling', 'slow', 'broken'].map((title) => bars.get(title));
    expect(bars.size).toBe(4);
    expect(quick?.width).toBeLessThan(WHOLE_PX / 10);
    expect(quick?.width).toBeLessThanOrEqual(middling?.width ?? 0);
    expect(middling?.width).toBeLessThanOrEqual(slow?.width ?? 0);
    expect(broken?.width).toBeGreaterThanOrEqual(WHOLE_PX);
    expect([quick, middling, slow, broken].map((bar) => bar?.hatched)).toEqual([false, false, false, true]);
  },
);

test('the legend explains a hatched bar, and only where one is drawn', () => {
  const svgOf = (run: Run): string => plots(run).find(({ name }) => name === 'report-clients')?.svg ?? '';
  expect(svgOf(runOf(connects('quick', 1), fails('broken', 1)))).toContain('hatched: no connection');
  expect(svgOf(runOf(connects('quick', 1), connects('slow', 900)))).not.toContain('hatched: no connection');
});

const lineOf = (page: string, title: string): string =>
  page.split('\n').find((line) => line.includes(` ${title} `)) ?? '';

test.each([
  [60, true],
  [80, true],
  [120, true],
  [80, false],
] as const)(
  '%i columns, unicode %s: a failure has a word and a hatched bar, and a fast connect has a minimal bar',
  (width, unicode) => {
    const page = terminal.render(runOf(connects('quick', 0.4), connects('slow', 2_044), fails('broken', 0.2)), {
      width,
      colour: false,
      unicode,
    });
    const [solid, hatching] = unicode ? ['█', '▒'] : ['#', '/'];
    const cells = (title: string, sign: string): number => lineOf(page, title).split(sign).length - 1;
    expect(lineOf(page, 'broken')).toMatch(unicode ? /✖ fails/ : /x fails/);
    expect(cells('broken', hatching)).toBeGreaterThanOrEqual(8);
    expect(cells('broken', hatching)).toBe(Math.max(cells('slow', solid), 8));
    expect(cells('quick', solid)).toBeLessThanOrEqual(1);
    expect(page.indexOf('\n  broken ')).toBeLessThan(page.indexOf('\n  slow '));
  },
);
