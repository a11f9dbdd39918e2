import { expect, test } from 'vitest';
import type { Against } from '../../src/model/against.ts';
import type { Run } from '../../src/model/run.ts';
import { runDocument } from '../../src/model/schema/run.ts';
import { formats } from '../../src/render/index.ts';
import { terminal } from '../../src/render/terminal/index.ts';
import { storyRun } from './runs.ts';

const look = { width: 80, colour: false, unicode: true };

const beside = (over: Partial<Against>): Run => {
  if (storyRun.against === null) throw new Error('the story has no earlier run beside it');
  return { ...storyRun, against: { ...storyRun.against, ...over } };
};

const because = 'node other.js listens on port 8000 now; in the earlier run it was python manage.py';
const other = beside({
  comparable: { kind: 'not-comparable', reason: 'listener', because },
  findings: [],
  names: [],
});

/** The text without line breaks and markup of the format. */
const plain = (page: string): string => page.replaceAll(/[\\`]|&#\w+;/g, '').replaceAll(/\s+/g, ' ');

async function pagesOf(run: Run): Promise<readonly (readonly [string, string])[]> {
  const files = await Promise.all(
    formats
      .filter(({ name }) => ['markdown', 'html', 'junit', 'github'].includes(name))
      .map(async ({ name, load }) => [name, (await load()).render(run, look)] as const),
  );
  return [['terminal', terminal.render(run, look)], ...files].map(([name, page]) => [name ?? '', plain(page ?? '')]);
}

test('every format states that another server cannot be compared, and why, and reports nothing as solved', async () => {
  for (const [name, page] of await pagesOf(other)) {
    expect([name, page]).toEqual([name, expect.stringContaining(`cannot be compared, because ${because}`)]);
    expect([name, page]).toEqual([name, expect.not.stringMatching(/\bsolved\b/)]);
  }
});

test('every format shows the change of a finding, and why one is undecided', async () => {
  for (const [name, page] of await pagesOf(storyRun)) {
    for (const text of ['slow-name-lookup', 'not solved', 'this run did not look for it', 'whyslow 0.0.9']) {
      expect([name, page]).toEqual([name, expect.stringContaining(text)]);
    }
  }
});

test('in JUnit a run that cannot be compared is a skipped case, and one that can passes', async () => {
  const junit = formats.find(({ name }) => name === 'junit');
  const { render } = (await junit?.load()) ?? terminal;
  const caseOf = (run: Run): string =>
    /<testcase classname="whyslow.against"[\s\S]*?<\/testcase>/.exec(render(run, look))?.[0] ?? '';
  expect(caseOf(other)).toContain('<skipped');
  expect(caseOf(storyRun)).not.toContain('<skipped');
});

test('a run saved before servers were compared is read, and states that it was not checked', () => {
  const { against, ...rest } = structuredClone(storyRun);
  const { comparable: _comparable, findings, ...old } = against ?? {};
  const older = { ...rest, against: { ...old, findings: findings?.map(({ because: _because, ...each }) => each) } };
  const read = runDocument.parse(JSON.parse(JSON.stringify(older))) as Run;
  expect(read.against?.comparable).toEqual({ kind: 'not-checked' });
  expect(plain(terminal.render(read, look))).toContain('it was not checked whether both runs are of the same server');
});
