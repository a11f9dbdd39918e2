import { expect, test } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import { html } from '../../../src/render/html/index.ts';
import { plots } from '../../../src/render/plots/index.ts';
import { frozenRun, frozenStory } from '../../golden/frozen-run.ts';
import { clientsRun, comparedRun, storyRun, waitsRun } from '../runs.ts';

const plain = (markup: string): string =>
  markup
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** A table of the page: its rows by column. A caption names several tables where the page has several of its kind. */
function tableOf(page: string, caption: RegExp): readonly Readonly<Record<string, string>>[] {
  const tables = [...page.matchAll(/<table[^>]*><caption>([^<]*)<\/caption>(.*?)<\/table>/gs)];
  return tables
    .filter(([, name = '']) => caption.test(plain(name)))
    .flatMap(([, , inside = '']) => {
      const [head = [], ...rows] = [...inside.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) =>
        [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) => plain(cell)),
      );
      return rows.map((cells) => Object.fromEntries(cells.map((cell, index) => [head[index] ?? '', cell])));
    });
}

/** "2.05 s", "1.2 ms", and the bare milliseconds of a table, with its gap between thousands. */
const msOf = (text: string): number => {
  const [, digits = '', unit] = /([\d\s.]*\d) ?(ms|s)?\b/.exec(text) ?? [];
  return Number(digits.replaceAll(/\s/g, '')) * (unit === 's' ? 1_000 : 1);
};

type Quantities = Readonly<Record<string, string>>;

const found = (
  svg: string,
  pattern: RegExp,
  entries: (match: RegExpExecArray) => readonly (readonly [string, string])[],
): Quantities => Object.fromEntries([...plainTexts(svg).matchAll(pattern)].flatMap((match) => entries(match)));

/** Every text and every hint, one a line. */
const plainTexts = (svg: string): string =>
  [...svg.matchAll(/<(?:title|desc|text)[^>]*>([^<]*)</g)].map(([, text = '']) => plain(text)).join('\n');

const suitesOf = (page: string, columns: readonly string[]): Quantities =>
  Object.fromEntries(
    tableOf(page, /^Times of each trial/).flatMap((row) =>
      columns.map((column) => [`${row['suite']}, ${row['how']}: ${column}`, row[column] ?? ''] as const),
    ),
  );

const shapeOf = (connections: string): string => (connections === '1' ? 'one at a time' : `${connections} connections`);

interface Agreement {
  readonly plot: string;
  readonly run: Run;
  readonly inPlot: (svg: string) => Quantities;
  readonly inTable: (page: string) => Quantities;
}

const addresses = {
  plot: 'addresses',
  inPlot: (svg) => ({
    ...found(
      svg,
      /^(\S+): (?:lookup \S+ m?s · )?connect (\S+ m?s) · first byte after (\S+ m?s)$/gm,
      ([, address = '', connect = '', first = '']) => [
        [`${address} connect`, connect],
        [`${address} first byte`, first],
      ],
    ),
    ...found(svg, /(?<=^|\. )((?:\S+ → )?[\d.:a-f]+): (\d\S* m?s)(?=\.|$)/gm, ([, label = '', total = '']) => [
      [`${label} total`, total],
    ]),
  }),
  inTable: (page) =>
    Object.fromEntries(
      tableOf(page, /by address$/).flatMap((row) => {
        const label = row['address'] ?? '';
        const address = label.replace(/^.* → /, '');
        return [
          [`${address} connect`, row['connect'] ?? ''],
          [`${address} first byte`, row['first byte'] ?? ''],
          [`${label} total`, row['total'] ?? ''],
        ];
      }),
    ),
} satisfies Omit<Agreement, 'run'>;

const clients = {
  plot: 'clients',
  inPlot: (svg) =>
    found(svg, /^(.+?): (\d\S* m?s)(?:, timed .*)?, via /gm, ([, title = '', wait = '']) => [[title, wait]]),
  inTable: (page) =>
    Object.fromEntries(
      tableOf(page, /each client waits for a new connection$/).map((row) => [
        row['client'] ?? '',
        row['predicted'] ?? '',
      ]),
    ),
} satisfies Omit<Agreement, 'run'>;

const agreements: readonly Agreement[] = [
  { ...addresses, run: frozenRun },
  { ...addresses, run: frozenStory },
  { ...clients, run: frozenStory },
  { ...clients, run: { ...clientsRun, clients: storyRun.clients } },
  {
    plot: 'waits',
    run: waitsRun,
    inPlot: (svg) => found(svg, /^(.+): (\d\S* m?s)$/gm, ([, part = '', time = '']) => [[part, time]]),
    inTable: (page) =>
      Object.fromEntries(tableOf(page, /^GET .* is /).map((row) => [row['the server was'] ?? '', row['time'] ?? ''])),
  },
  {
    plot: 'latency',
    run: frozenRun,
    inPlot: (svg) =>
      found(svg, /^(\S+, .+?: (?:p50|p95|p99|max)) (\S+ m?s)$/gm, ([, key = '', time = '']) => [[key, time]]),
    inTable: (page) => suitesOf(page, ['p50', 'p95', 'p99', 'max']),
  },
  {
    plot: 'server-time',
    run: frozenRun,
    inPlot: (svg) =>
      found(svg, /^(refresh|api|login)\n(\S+ m?s)$/gm, ([, suite = '', mean = '']) => [
        [`${suite}, one at a time: mean`, mean],
      ]),
    inTable: (page) => suitesOf(page, ['mean']),
  },
  {
    plot: 'concurrency',
    run: frozenRun,
    inPlot: (svg) =>
      found(
        svg,
        /^(\S+), (\d+) at a time: p50 (\S+ m?s), p95 (\S+ m?s)$/gm,
        ([, suite = '', many = '', p50 = '', p95 = '']) => [
          [`${suite}, ${shapeOf(many)}: p50`, p50],
          [`${suite}, ${shapeOf(many)}: p95`, p95],
        ],
      ),
    inTable: (page) => suitesOf(page, ['p50', 'p95']),
  },
  {
    plot: 'timeline',
    run: frozenRun,
    inPlot: (svg) =>
      found(svg, /(?<=^|\. )(\w+, [\w ]+): median (\S+ m?s) over/gm, ([, trial = '', median = '']) => [
        [`${trial}: p50`, median],
      ]),
    inTable: (page) => suitesOf(page, ['p50']),
  },
  {
    plot: 'before-after',
    run: comparedRun,
    inPlot: (svg) =>
      found(svg, /^\S (regressed|improved) (\S+ → \S+ ms)/gm, ([, verdict = '', times = '']) => [[verdict, times]]),
    inTable: (page) =>
      Object.fromEntries(
        tableOf(page, /^Changes from A to B/).map((row) => [
          (row['verdict'] ?? '').replace(/^\S /, ''),
          row['A → B'] ?? '',
        ]),
      ),
  },
];

test.each(agreements.map((each, index) => [`${each.plot} ${index}`, each] as const))(
  '%s: the plot and the table beside it state the same value for the same quantity',
  async (_name, { plot, run, inPlot, inTable }) => {
    const svg = plots(run).find(({ name }) => name === `report-${plot}`)?.svg ?? '';
    const [drawn, listed] = [inPlot(svg), inTable(html.render(run, { width: 100, colour: false, unicode: true }))];
    const shared = Object.keys(drawn).filter((key) => key in listed);
    expect(shared.length).toBeGreaterThan(1);
    expect(shared.length).toBe(Object.keys(drawn).length);
    // Both have about three digits, and the plot writes longer times in seconds.
    const apart = shared.filter((key) => !(Math.abs(msOf(drawn[key] ?? '') / msOf(listed[key] ?? '') - 1) < 0.01));
    expect(apart.map((key) => [key, drawn[key], listed[key]])).toEqual([]);
  },
);

test('the card of a suite shows the value of its first row in the table', () => {
  const page = html.render(frozenRun, { width: 100, colour: false, unicode: true });
  const cards = [...page.matchAll(/<li class="card"><h3>(\w+)<\/h3>.*?<p class="big">(\S+) ms <small>mean/gs)];
  const rows = tableOf(page, /^Times of each trial/).filter((row) => row['how'] === 'one at a time');
  expect(cards.map(([, suite, mean]) => [suite, mean])).toEqual(rows.map((row) => [row['suite'], row['mean']]));
});
