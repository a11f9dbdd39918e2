// The pictures of the pages, drawn from frozen runs by the machine's own Chromium. Small enough for a page that many people
// load: 100 KB at most, each.
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

const MOST_BYTES = 100_000;
// A plot is drawn sharper than a page, which shows more.
const PLOT_SCALE = 1.25;
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const runIn = (file) => runDocument.parse(JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')));
const story = runIn('reports/sample-story.run.json');
const django = runIn('reports/sample.run.json');
const slow = runIn('test/golden/runs/slow-application.run.json');

/** What is shown of which run: a plot by itself, or the top of the whole page. */
const pictures = [
  { name: 'addresses', svg: plotOf(story, 'addresses') },
  { name: 'clients', svg: plotOf(story, 'clients') },
  { name: 'latency', svg: plotOf(django, 'latency') },
  { name: 'waits', svg: plotOf(slow, 'waits') },
  { name: 'page', page: html.render(django) },
  { name: 'page-dark', page: html.render(story), colorScheme: 'dark' },
  { name: 'page-narrow', page: html.render(story), width: 390 },
  { name: 'page-narrow-dark', page: html.render(django), colorScheme: 'dark', width: 390 },
  { name: 'page-print', page: html.render(django), media: 'print', width: 718 },
  { name: 'page-slow', page: html.render(slow) },
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

async function take({ name, svg, page: text, colorScheme = 'light', media = 'screen', width = 1_280 }) {
  const source = join(folder, `${name}.${svg === undefined ? 'html' : 'svg'}`);
  writeFileSync(source, svg ?? text);
  const isPlot = svg !== undefined;
  const page = await browser.newPage({
    viewport: { width, height: 640 },
    deviceScaleFactor: isPlot ? PLOT_SCALE : 1,
    colorScheme,
  });
  await page.emulateMedia({ media, colorScheme });
  await page.goto(pathToFileURL(source).href);
  const path = fileURLToPath(new URL(`img/${name}.png`, import.meta.url));
  if (isPlot) await page.locator('svg').first().screenshot({ path, omitBackground: true });
  else await page.screenshot({ path });
  await page.close();
  const { size } = statSync(path);
  console.log(`docs/img/${name}.png ${(size / 1_000).toFixed(0).padStart(4)} kB`);
  if (size > MOST_BYTES) process.exitCode = 1;
}
