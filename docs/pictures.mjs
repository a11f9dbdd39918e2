// The pictures of the README, drawn from the two frozen runs by the machine's own Chromium. Small enough for a page that
// many people load: 150 KB at most, each.
//
//   npm run pictures

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { runDocument } from '../dist/model/schema/run.js';
import { html } from '../dist/render/html/index.js';
import { plots } from '../dist/render/plots/index.js';

const MOST_BYTES = 150 * 1_024;
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const runIn = (file) =>
  runDocument.parse(JSON.parse(readFileSync(new URL(`../reports/${file}`, import.meta.url), 'utf8')));
const story = runIn('sample-story.run.json');
const django = runIn('sample.run.json');

/** What is shown of which run: a plot by itself, or the top of the whole page. */
const pictures = [
  { name: 'addresses', svg: plotOf(story, 'addresses') },
  { name: 'clients', svg: plotOf(story, 'clients') },
  { name: 'page', page: html.render(django), colorScheme: 'light' },
  { name: 'page-dark', page: html.render(story), colorScheme: 'dark' },
  { name: 'page-narrow', page: html.render(story), colorScheme: 'light', width: 390 },
];

const executablePath = PLACES.find((path) => existsSync(path));
if (executablePath === undefined) {
  console.error(
    `Chromium is needed, and none is here. Looked at: ${PLACES.join(', ')}. On Debian: apt-get install chromium`,
  );
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'whyslow-pictures-'));
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const picture of pictures) await take(picture);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

function plotOf(run, name) {
  const plot = plots(run).find((candidate) => candidate.name === `report-${name}`);
  if (plot === undefined) throw new Error(`The frozen run has nothing for the plot "${name}".`);
  return plot.svg;
}

async function take({ name, svg, page: text, colorScheme = 'light', width = 1_000 }) {
  const source = join(folder, `${name}.${svg === undefined ? 'html' : 'svg'}`);
  writeFileSync(source, svg ?? text);
  const isPlot = svg !== undefined;
  const page = await browser.newPage({
    viewport: { width, height: 760 },
    deviceScaleFactor: isPlot ? 2 : 1,
    colorScheme,
  });
  await page.goto(pathToFileURL(source).href);
  const path = fileURLToPath(new URL(`img/${name}.png`, import.meta.url));
  if (isPlot) await page.locator('svg').first().screenshot({ path, omitBackground: true });
  else await page.screenshot({ path });
  await page.close();
  const { size } = statSync(path);
  console.log(`docs/img/${name}.png ${(size / 1_024).toFixed(0).padStart(4)} KB`);
  if (size > MOST_BYTES) process.exitCode = 1;
}
