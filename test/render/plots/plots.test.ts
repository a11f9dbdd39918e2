import { expect, test } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import { ownColours } from '../../../src/render/plots/colours.ts';
import { plots } from '../../../src/render/plots/index.ts';
import { frozenRun } from '../../golden/frozen-run.ts';
import { clientsRun, comparedRun, healthyRun, storyRun } from '../runs.ts';

const stretches = Array.from({ length: 20 }, (_, fromS) => ({
  fromS,
  lengthS: 1,
  n: 10,
  errors: 0,
  meanMs: 5,
  p50Ms: 5,
  p95Ms: 7,
  p99Ms: 8,
  maxMs: fromS === 12 ? 444 : 9,
  failed: null,
}));

const richRun: Run = {
  ...frozenRun,
  suites: frozenRun.suites.map((trial) => ({
    ...trial,
    timeline: stretches,
    serverTimingMs: {
      db: { mean: 30, p50: 29, p95: 33 },
      'sign & verify': { mean: 4, p50: 4, p95: 5 },
      total: { mean: 40, p50: 40, p95: 41 },
    },
  })),
};

const namesOf = (run: Run): readonly string[] => plots(run).map(({ name }) => name.replace('report-', ''));
const plotOf = (run: Run, name: string): string => plots(run).find((plot) => plot.name === `report-${name}`)?.svg ?? '';

test.each([
  ['a whole run', richRun, ['addresses', 'latency', 'server-time', 'concurrency', 'timeline']],
  ['a diagnosis beside an earlier one', storyRun, ['before-after', 'addresses', 'clients']],
  ['clients alone', clientsRun, ['addresses', 'clients']],
  ['a comparison', { ...comparedRun, addresses: [] }, ['before-after']],
  ['nothing measured', { ...healthyRun, addresses: [], clients: [] }, []],
])('%s has a plot for each measurement and no other', (_what, run, names) => expect(namesOf(run)).toEqual(names));

const all = [richRun, storyRun, clientsRun, comparedRun].flatMap((run) => plots(run));
const each = all.map((plot, index) => [`${index} ${plot.name}`, plot] as const);

test.each(each)('%s has a description of its content for screen readers', (_name, { svg, title, description }) => {
  expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="([\w-]+)-title \1-desc"/);
  expect(svg).toContain(`>${title}</title>`);
  expect(svg).toMatch(/<desc id="[\w-]+">[^<]{20,}<\/desc>/);
  expect(description).toMatch(/\d/);
});

test.each(each)('%s is self-contained and runs nothing', (_name, { svg }) => {
  expect(svg).not.toMatch(/<script|<image|<foreignObject|@import|\son\w+=|javascript:|href=/i);
  expect(svg.match(/https?:\/\/[^"\s]+/g)).toEqual(['http://www.w3.org/2000/svg']);
  expect(svg.match(/url\([^)]*\)/g)?.filter((reference) => !reference.startsWith('url(#')) ?? []).toEqual([]);
});

test.each(each)('%s has light and dark colours, and no invalid number', (_name, { svg }) => {
  expect(svg).toContain('@media(prefers-color-scheme:dark)');
  expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
});

test('the same run gives the same bytes', () => expect(plots(structuredClone(richRun))).toEqual(plots(richRun)));

test.each([
  ['a refusal is shown with its time', storyRun, 'addresses', '✖ refused after 2.04 s'],
  ['the address behind it includes its wait', storyRun, 'addresses', '2.04 s'],
  ['a client that fails is marked', storyRun, 'clients', '✖ fails after 2.04 s'],
  ['a factor is written', storyRun, 'before-after', '10 times faster'],
  ['a change has its verdict beside it', comparedRun, 'before-after', '✖ regressed 24.1 → 27.9 ms (+15.7 %)'],
  ['the threshold stands at its line', richRun, 'latency', 'refresh mean &lt; 30ms'],
  ['a stall has its length and its moment', richRun, 'timeline', '444 ms at 12 s'],
  ['time without a metric is called other', richRun, 'server-time', '· other '],
  ['throughput stands beside the median', richRun, 'concurrency', '/s<'],
])('%s', (_promise, run, name, expected) => expect(plotOf(run, name)).toContain(expected));

test('the total that a server sends is not counted beside its parts', () =>
  expect(plotOf(richRun, 'server-time')).not.toContain('total'));

test('an unreadable histogram removes its own curve and no other', () => {
  const [first, ...others] = richRun.suites;
  if (first === undefined) throw new Error('the frozen run has no suites');
  const spoilt = { ...richRun, suites: [{ ...first, histogram: 'HISTFAAAnonsense' }, ...others] };
  const curves = (run: Run): number => plotOf(run, 'latency').match(/<path d="M[^"]*" class="l s-/g)?.length ?? 0;
  expect(curves(spoilt)).toBe(curves(richRun) - 1);
});

/** WCAG 2.2, relative luminance and contrast ratio. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

const coloursOf = (theme: 'light' | 'dark'): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...ownColours(theme).matchAll(/\.f-(\w+)\{fill:(#\w{6})\}/g)].map(([, role = '', hex = '']) => [role, hex]),
  );

test.each(
  (['light', 'dark'] as const).flatMap((theme) =>
    ['ink', 'soft', 'main', 'bad', 'good'].map((role) => [theme, role] as const),
  ),
)('%s: letters in %s have a contrast of 4.5 : 1', (theme, role) => {
  const colours = coloursOf(theme);
  const [letters = '', ground = ''] = [colours[role], colours['ground']];
  expect(contrast(luminance(letters), luminance(ground))).toBeGreaterThanOrEqual(4.5);
});
