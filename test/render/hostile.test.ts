import { marked } from 'marked';
import { expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { formats } from '../../src/render/index.ts';
import { plots } from '../../src/render/plots/index.ts';
import { testWith } from '../serve/require.ts';
import { frozenRun } from '../golden/frozen-run.ts';
import { attacks, withHostileText } from './hostile.ts';
import { judgedOwn } from './judged-profile.ts';
import { clientsRun, comparedRun, storyRun, waitsRun } from './runs.ts';
import { xmlComplaint } from './validators.ts';

const look = { width: 100, colour: false, unicode: true };

/** Every part of a run once: suites, findings and checks; addresses and a run before; all clients; a comparison. */
const runs = {
  frozen: frozenRun,
  story: { ...storyRun, profile: judgedOwn },
  clients: clientsRun,
  compared: comparedRun,
  waits: waitsRun,
};
const cases = Object.entries(runs).flatMap(([name, run]) => {
  const plain = withHostileText('plain words', run);
  return Object.entries(attacks).map(([what, text]) => [what, name, withHostileText(text, run), plain] as const);
});

interface Drawn {
  readonly name: string;
  readonly text: string;
}

/** The run in every format and every plot. Each run is rendered once, since every test below uses all of them. */
function everyDrawing(run: Run): Promise<readonly Drawn[]> {
  const known = drawings.get(run) ?? draw(run);
  drawings.set(run, known);
  return known;
}

const drawings = new Map<Run, Promise<readonly Drawn[]>>();

async function draw(run: Run): Promise<readonly Drawn[]> {
  const texts = await Promise.all(
    formats.map(async ({ name, load }) => ({ name, text: (await load()).render(run, look) })),
  );
  return [...texts, ...plots(run).map(({ name, svg }) => ({ name: `${name}.svg`, text: svg }))];
}

const only = (all: readonly Drawn[], ...names: readonly string[]): readonly string[] =>
  all.filter(({ name }) => names.some((wanted) => name.endsWith(wanted))).map(({ text }) => text);

const namesOf = (all: readonly Drawn[]): readonly string[] => all.map(({ name }) => name);

test('hostile text reaches every format and every plot with untrusted text', async () => {
  const wordless = ['report-before-after.svg', 'report-latency.svg', 'report-concurrency.svg', 'report-timeline.svg'];
  const all = (
    await Promise.all(Object.values(runs).map((run) => everyDrawing(withHostileText('NEEDLE', run))))
  ).flat();
  const reached = new Set(namesOf(all.filter(({ text }) => text.includes('NEEDLE'))));
  expect(namesOf(all).filter((name) => !reached.has(name) && !wordless.includes(name))).toEqual([]);
});

// oxlint-disable-next-line no-control-regex
const HARMFUL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

test.each(cases)(
  '%s, %s run: no output has a character that moves, hides or reverses text',
  async (_what, _name, run) => {
    const drawn = await everyDrawing(run);
    expect(namesOf(drawn.filter(({ text }) => HARMFUL.test(text)))).toEqual([]);
  },
);

const MOST_CHARACTERS = 512 * 1_024;

test.each(cases)('%s, %s run: formats for people stay below half a megabyte', async (_what, _name, run) => {
  const drawn = await everyDrawing(run);
  const large = drawn.filter(({ name, text }) => name !== 'json' && text.length > MOST_CHARACTERS);
  expect(namesOf(large)).toEqual([]);
});

test.each(cases)('%s, %s run: JSON and SARIF are read back, and JSON is complete', async (_what, _name, run) => {
  const drawn = await everyDrawing(run);
  const [json = '', sarif = ''] = [...only(drawn, 'json'), ...only(drawn, 'sarif')];
  expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(run)));
  expect(JSON.parse(sarif)).toHaveProperty('runs');
});

/**
 * Names of elements in the order in which they are opened: no text may add one. Consecutive lines of a plot count as one,
 * since a longer text takes more of them.
 */
const elementsOf = (markup: string): readonly string[] =>
  [...markup.replace(/<script>[\s\S]*<\/script>/, '').matchAll(/<([a-z][\w-]*)[\s/>]/gi)]
    .map(([, name = '']) => name)
    .filter((name, index, all) => name !== 'text' || all[index - 1] !== 'text');

test.each(cases)(
  '%s, %s run: page and plots have the same elements as with plain text',
  async (_what, _name, run, plain) => {
    const [hostile, harmless] = [await everyDrawing(run), await everyDrawing(plain)];
    expect(only(hostile, 'html', '.svg').map(elementsOf)).toEqual(only(harmless, 'html', '.svg').map(elementsOf));
  },
);

/** Tags pass through, since a report must not rely on the filter of GitHub. */
const page = (markdown: string): string => marked.parse(markdown, { gfm: true, async: false });

test.each(cases)(
  '%s, %s run: the text adds no tag, link, image or heading to Markdown',
  async (_what, _name, run, plain) => {
    const [hostile, harmless] = [await everyDrawing(run), await everyDrawing(plain)];
    const count = (text: string): readonly number[] =>
      ['script', 'img', 'a', 'h1', 'b'].map(
        (name) => elementsOf(page(text)).filter((element) => element === name).length,
      );
    const grown = ['markdown', 'github'].filter((name) => {
      const [before, after] = [harmless, hostile].map((drawn) => count(only(drawn, name)[0] ?? ''));
      return after?.some((number, index) => number > (before?.[index] ?? 0));
    });
    expect(grown).toEqual([]);
  },
);

testWith(['xmllint']).each(cases)('%s, %s run: JUnit and pictures are well-formed XML', async (_what, _name, run) => {
  const documents = only(await everyDrawing(run), 'junit', '.svg');
  expect(documents.map(xmlComplaint).filter((complaint) => complaint !== '')).toEqual([]);
});
