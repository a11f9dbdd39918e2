import { expect, test } from 'vitest';
import { formats } from '../../src/render/index.ts';
import { terminal } from '../../src/render/terminal/index.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Run } from '../../src/model/run.ts';
import { storyRun } from './runs.ts';

const note = (id: string, explainedBy: string | null): Finding => ({
  id,
  title: `the title of ${id}`,
  outcome: 'note',
  summary: `what was seen of ${id}`,
  facts: [],
  advice: [],
  explainedBy,
});

const run: Run = {
  ...storyRun,
  findings: [...storyRun.findings, note('slow-application', 'late-refused-first-address'), note('no-keep-alive', null)],
  sent: [{ kind: 'keep-alive', requests: ['10 `GET`s of the URL', 'one `OPTIONS`'] }],
};

const look = { width: 80, colour: false, unicode: true } as const;

/** The page as one line of text without markup. */
const plain = (page: string): string =>
  page
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('\\', '')
    .replaceAll(/\s+/g, ' ');

async function pages(): Promise<readonly (readonly [string, string])[]> {
  const chosen = formats.filter(({ name }) => name === 'markdown' || name === 'html');
  const files = chosen.map(async ({ name, load }) => [name, plain((await load()).render(run, look))] as const);
  return [['terminal', plain(terminal.render(run, look))], ...(await Promise.all(files))];
}

test('a finding names the findings that it explains, and a note alone is one line that is no failure', async () => {
  for (const [name, page] of await pages()) {
    expect([name, page]).toEqual([
      name,
      expect.stringContaining('It explains slow-application (the title of slow-application).'),
    ]);
    expect([name, page]).toEqual([name, expect.stringContaining('what was seen of no-keep-alive (no-keep-alive)')]);
    expect(page).not.toContain('what was seen of slow-application');
  }
});

test('a report lists what was sent', async () => {
  for (const [name, page] of (await pages()).filter(([each]) => each !== 'terminal')) {
    expect([name, page]).toEqual([name, expect.stringMatching(/keep-alive: 10 `?GET`?s of the URL; one `?OPTIONS/)]);
  }
});

test('findings stand in the order of their costs, and a severe one without a price comes first', () => {
  const failing = (id: string, severity: 'low' | 'high', costMs: number | null): Finding => ({
    id,
    title: id,
    outcome: 'fail',
    severity,
    costMs,
    summary: `what was seen of ${id}`,
    facts: [],
    advice: [],
  });
  const findings = [failing('small', 'high', 20), failing('large', 'low', 900), failing('dead', 'high', null)];
  const page = terminal.render({ ...run, findings }, look);
  const places = ['dead', 'large', 'small'].map((id) => page.indexOf(`what was seen of ${id}`));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places).not.toContain(-1);
});
