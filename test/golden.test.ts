import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { expect, test } from 'vitest';
import { formats } from '../src/render/index.ts';
import { terminal } from '../src/render/terminal/index.ts';
import { frozenRun, frozenStory } from './golden/frozen-run.ts';

/** The options of a report in a file: no colour, a hundred columns. */
const look = { width: 100, colour: false, unicode: true };
const REPORTS = new URL('../reports/', import.meta.url);

/** The plots of the sample are named after it, as those of a report are named after the report. */
const sampleNames = (text: string): string => text.replaceAll(/\breport-(?=[a-z-]+\.svg)/g, 'sample-');
const rewrite = process.env['UPDATE'] === '1';

/** The first format of a file extension is `sample.EXT`; the next has its name in the file, like `sample.github.md`. */
const samples = formats.map((format, index) => {
  const ending = extname(format.file);
  const taken = formats.slice(0, index).some(({ file }) => extname(file) === ending);
  return { format, name: taken ? `sample.${format.name}${ending}` : `sample${ending}` };
});

test('every format has its own sample, and the frozen run is not one of them', () => {
  const names = samples.map(({ name }) => name);
  expect(new Set([...names, 'sample.run.json']).size).toBe(names.length + 1);
});

test.each(samples.map(({ name, format }) => [format.name, name, format] as const))(
  'the frozen run as %s is reports/%s',
  async (_name, name, format) => {
    const { render } = await format.load();
    const drawn = sampleNames(render(frozenRun, look));
    const path = new URL(name, REPORTS);
    if (rewrite) writeFileSync(path, drawn);
    expect(drawn).toBe(readFileSync(path, 'utf8'));
  },
);

test('the pictures beside the frozen report are reports/sample-*.svg, and no others are there', async () => {
  const files = (await Promise.all(formats.map(({ load }) => load()))).flatMap(
    ({ assets }) => assets?.(frozenRun) ?? [],
  );
  for (const { file, text } of files) {
    const path = new URL(sampleNames(file), REPORTS);
    if (rewrite) writeFileSync(path, text);
    expect(text).toBe(readFileSync(path, 'utf8'));
  }
  const kept = readdirSync(REPORTS).filter((name) => /^sample-.*\.svg$/.test(name));
  expect(kept.toSorted()).toEqual([...new Set(files.map(({ file }) => sampleNames(file)))].toSorted());
  expect(kept.length).toBeGreaterThan(4);
});

test.each(formats.map((format) => [format.name, format] as const))(
  '%s draws the same run the same way twice',
  async (_, format) => {
    const { render } = await format.load();
    expect(render(structuredClone(frozenRun), look)).toBe(render(frozenRun, look));
  },
);

const README = new URL('../README.md', import.meta.url);
const SHOWN = /^```\n(\$ whyslow http:\/\/localhost:8000\n)[\s\S]*?^```$/m;

test('the README begins with the frozen story, as a terminal of 80 columns shows it', () => {
  const drawn = terminal.render(frozenStory, { width: 80, colour: false, unicode: true });
  const readme = readFileSync(README, 'utf8');
  const withStory = readme.replace(SHOWN, (_, asked: string) => `\`\`\`\n${asked}${drawn}\`\`\``);
  if (rewrite) writeFileSync(README, withStory);
  expect(withStory).toBe(readFileSync(README, 'utf8'));
  expect(readme).toMatch(SHOWN);
});

test('the frozen run contains the findings that the samples show', () => {
  const failed = [...frozenRun.findings, ...frozenRun.checks].filter(({ outcome }) => outcome === 'fail');
  expect(failed.map(({ id }) => id)).toEqual(['delayed-ack-stall', 'concurrent-refresh-race']);
  expect(frozenRun.verdicts[0]).toMatchObject({
    target: 'refresh mean < 30ms',
    verdict: 'fail',
    because: expect.stringContaining('without delayed-ack-stall the mean would be'),
  });
  expect(frozenRun.exit.code).toBe(10);
});
