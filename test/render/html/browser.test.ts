import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Run } from '../../../src/model/run.ts';
import { html } from '../../../src/render/html/index.ts';
import { frozenRun } from '../../golden/frozen-run.ts';
import { startChromium } from '../../serve/chromium.ts';
import { partIsHere, testWith } from '../../serve/require.ts';
import { attacks, withHostileText } from '../hostile.ts';
import { checkedRun, storyRun } from '../runs.ts';
import { eightSuites } from './eight-suites.ts';
import { pdfPages } from './pdf-pages.ts';
import { CUT_TEXTS, FORMS, HINTLESS, longRun, scenes, views, wide } from './scenes.ts';

const inChromium = testWith(['chromium']);
const folder = mkdtempSync(join(tmpdir(), 'whyslow-page-'));
let browser: Browser | undefined;

beforeAll(async () => {
  if (partIsHere('chromium').here) browser = await startChromium();
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const look = { width: 100, colour: false, unicode: true };
const textOf = (run: Run): string => html.render(run, look);

interface Opened {
  readonly page: Page;
  /** Requests beyond the file itself, console messages, errors and dialogs: all must be empty. */
  readonly unwanted: readonly string[];
}

/** The page, opened from disk. */
async function opened(
  text: string,
  options: BrowserContextOptions,
  use: (seen: Opened) => Promise<void>,
): Promise<void> {
  if (browser === undefined) throw new Error('Chromium is not running');
  const path = join(folder, 'report.html');
  writeFileSync(path, text);
  const address = pathToFileURL(path).href;
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const unwanted: string[] = [];
  page.on('request', (request) => request.url() !== address && unwanted.push(`request ${request.url()}`));
  page.on('console', (message) => unwanted.push(`console ${message.text()}`));
  page.on('pageerror', (error) => unwanted.push(`error ${error.message}`));
  page.on('dialog', (dialog) => {
    unwanted.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(address);
  await use({ page, unwanted });
  await context.close();
}

inChromium.each(scenes)(
  '%s, %s: no request, no console message, no axe violation, no overflow',
  async (_name, view, run) => {
    await opened(textOf(run), views[view], async ({ page, unwanted }) => {
      await page.evaluate(axe.source);
      const violations = await page.evaluate<readonly string[]>(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))',
      );
      expect(violations).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      expect(await page.evaluate(HINTLESS)).toEqual([]);
      expect(await page.evaluate(CUT_TEXTS)).toEqual([]);
      const forms = await page.evaluate<readonly string[]>(FORMS);
      expect(new Set(forms)).toEqual(new Set([view === 'narrow' ? 'plot narrow' : 'plot wide']));
      expect(unwanted).toEqual([]);
    });
  },
);

inChromium('without scripts the page has the same text, and no dead controls', async () => {
  const texts: string[] = [];
  for (const javaScriptEnabled of [true, false]) {
    await opened(textOf(longRun), { ...wide, javaScriptEnabled }, async ({ page, unwanted }) => {
      if (!javaScriptEnabled) expect(await page.locator('button, select, input').count()).toBe(0);
      texts.push(
        (await page.locator('main table, main article p, main li, main dl').allInnerTexts())
          .join('\n')
          .replaceAll(/^Copy\n/gm, ''),
      );
      expect(unwanted).toEqual([]);
    });
  }
  expect(texts[1]).toBe(texts[0]);
  expect(texts[0]?.length).toBeGreaterThan(1_000);
});

inChromium('an injected script or style does not run, and an injected picture is not fetched', async () => {
  const asked: string[] = [];
  const server = createServer(({ url }, answer) => {
    asked.push(url ?? '');
    answer.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const image = `<img src="http://127.0.0.1:${port}/">`;
  const injected = `<script>document.title = "owned"</script><style>main{display:none}</style>${image}`;
  await opened(textOf(frozenRun).replace('<main>', `${injected}<main>`), wide, async ({ page, unwanted }) => {
    expect(await page.title()).not.toBe('owned');
    expect(await page.locator('main').isVisible()).toBe(true);
    expect(unwanted.filter((each) => each.includes('Content Security Policy')).length).toBeGreaterThanOrEqual(3);
  });
  server.close();
  expect(asked).toEqual([]);
});

inChromium(
  'hostile text stays text: the page has the same elements as with plain text, but for the lines of a plot',
  async () => {
    const counts = new Map<string, number>();
    for (const [what, text] of Object.entries({ plain: 'plain words', ...attacks })) {
      await opened(textOf(withHostileText(text, storyRun)), wide, async ({ page, unwanted }) => {
        counts.set(what, await page.evaluate<number>('document.querySelectorAll("*:not(text)").length'));
        expect(unwanted).toEqual([]);
      });
    }
    expect(counts.size).toBe(Object.keys(attacks).length + 1);
    expect([...counts].filter(([, count]) => count !== counts.get('plain'))).toEqual([]);
  },
);

inChromium('the reader chooses the statistic of the bars', async () => {
  await opened(textOf(frozenRun), wide, async ({ page }) => {
    const widths = (): Promise<readonly string[]> =>
      page.evaluate('[...document.querySelectorAll("#suites .bar rect")].map((bar) => bar.getAttribute("width"))');
    const before = await widths();
    await page.locator('#performance .tools select').selectOption('max');
    expect(await widths()).not.toEqual(before);
    expect(await page.locator('#suites thead th').last().innerText()).toBe('max');
  });
});

inChromium('the reader filters the checks by outcome and by word', async () => {
  await opened(textOf(frozenRun), wide, async ({ page }) => {
    const rows = page.locator('#check-table tbody tr:visible');
    const all = frozenRun.checks;
    expect(await rows.count()).toBe(all.length);
    await page.locator('#checks select').selectOption('fail');
    expect(await rows.count()).toBe(all.filter(({ outcome }) => outcome === 'fail').length);
    await page.locator('#checks select').selectOption('all');
    await page.getByPlaceholder('rotation').fill('logout');
    expect(await rows.count()).toBe(all.filter((check) => JSON.stringify(check).includes('logout')).length);
  });
});

inChromium('the reader filters the checks by group with the keyboard, and opens an exchange', async () => {
  await opened(textOf(checkedRun), wide, async ({ page }) => {
    const rows = page.locator('#check-table tbody tr:visible');
    await page.locator('#checks select').nth(1).focus();
    await page.keyboard.type('rot');
    expect(await rows.count()).toBe(2);
    await page.locator('#checks select').first().selectOption('pass');
    expect(await rows.allInnerTexts()).toEqual([expect.stringContaining('rotation-missing')]);
    await page.locator('.finding summary').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.finding details pre').first().innerText()).toContain('curl -i');
  });
});

inChromium('the reader zooms by dragging across a panel, and reads the stall', async () => {
  await opened(textOf(longRun), wide, async ({ page }) => {
    const course = page.locator('svg.course').first();
    await course.scrollIntoViewIfNeeded();
    const box = await course.boundingBox();
    if (box === null) throw new Error('the panel is not there');
    const at = (share: number): readonly [number, number] => [box.x + box.width * share, box.y + box.height * 0.9];
    await page.mouse.move(...at(432.5 / 600));
    expect(await page.locator('.tip').innerText()).toBe('999 ms at 7.2 min');
    await page.mouse.move(...at(0.5));
    expect(await page.locator('.tip').innerText()).toBe('5 min: median 8 ms, slowest 20 ms');
    await page.mouse.move(...at(0.7));
    await page.mouse.down();
    await page.mouse.move(...at(0.75));
    await page.mouse.up();
    const [from = 0, , width = 0] = (await course.getAttribute('viewBox'))?.split(' ').map(Number) ?? [];
    expect([from / box.width, width / box.width].map((share) => share > 0)).toEqual([true, true]);
    expect(await page.locator('g.ticks').first().innerHTML()).toContain('7.2 min');
    await page.getByRole('button', { name: 'All', exact: true }).click();
    expect(await page.locator('g.ticks').first().innerHTML()).toContain('10 min');
  });
});

inChromium.each([
  ['the sample', 6, frozenRun],
  ['a run of eight suites', 8, eightSuites],
])('%s is at most %i pages of paper, none of them blank', async (_what, most, run) => {
  await opened(textOf(run), views.light, async ({ page }) => {
    const pages = pdfPages(await page.pdf({ format: 'A4', preferCSSPageSize: true, printBackground: true }));
    expect(pages.length).toBeLessThanOrEqual(most);
    expect(pages.length).toBeGreaterThan(1);
    // The last page may be short. A blank one shows no text at all.
    expect(pages.filter(({ texts }) => texts === 0)).toEqual([]);
  });
});

inChromium('each link of the contents leads to its section', async () => {
  await opened(textOf(frozenRun), wide, async ({ page }) => {
    const [links, sections] = await page.evaluate<readonly (readonly string[])[]>(
      '[[...document.querySelectorAll(".contents a")].map((a) => a.hash), [...document.querySelectorAll("main > section")].map(({ id }) => "#" + id)]',
    );
    expect(links).toEqual(sections);
    expect(links?.length).toBeGreaterThan(4);
    const box = await page.locator('.contents').boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
  });
});

inChromium('in print there are no controls, and no dark colours', async () => {
  await opened(textOf(frozenRun), views.dark, async ({ page }) => {
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.locator('button:visible, select:visible').count()).toBe(0);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
  });
});

inChromium('in print folded evidence is open, and clients are folded into groups', async () => {
  await opened(textOf(frozenRun), views.light, async ({ page }) => {
    const seen = (selector: string): Promise<readonly boolean[]> =>
      page.evaluate(
        `[...document.querySelectorAll(${JSON.stringify(selector)})].map((each) => each.checkVisibility())`,
      );
    const [evidence, eachClient] = ['details:not(.not-printed) :is(table, .fact)', 'details.not-printed table'];
    expect(new Set(await seen(evidence))).toEqual(new Set([false]));
    await page.emulateMedia({ media: 'print' });
    expect(new Set(await seen(evidence))).toEqual(new Set([true]));
    expect(await seen(eachClient)).toEqual([false]);
    expect(await seen('.groups')).toEqual([true]);
  });
});
