import { expect, test } from 'vitest';
import { conclusionOf } from '../../src/render/conclusion.ts';
import { formats } from '../../src/render/index.ts';
import { healthyRun } from './runs.ts';

const LINES = 'auth:\n  login:\n    request: POST /api/login\n    json: { email: "{{username}}" } # a comment';
const run = { ...healthyRun, exit: { code: 15, reason: `No login was found.\n\n${LINES}` } } as const;

test('lines to copy are apart from the sentence', () =>
  expect(conclusionOf(run)).toMatchObject({ head: 'No login was found.', lines: LINES }));

test('any other reason has no lines', () =>
  expect(conclusionOf({ ...run, exit: { code: 15, reason: 'one\ntwo' } })).toMatchObject({
    head: 'one\ntwo',
    lines: '',
  }));

async function shown(name: string): Promise<string> {
  const format = await formats.find((each) => each.name === name)?.load();
  return format?.render(run, { colour: false, width: 60, unicode: true }) ?? '';
}

const BLOCK = `\`\`\`\n${LINES}\n\`\`\`\n`;

test.each([
  ['terminal', `✖ No login was found.\n\n${LINES.replaceAll(/^/gm, '  ')}\n`],
  ['markdown', `(exit 15)\n\n${BLOCK}`],
  ['github', `(exit 15)\n\n${BLOCK}`],
  ['html', `<pre tabindex="0"><code>${LINES.replaceAll('"', '&quot;')}</code></pre>`],
])('%s keeps their line breaks and indentation', async (name, words) => expect(await shown(name)).toContain(words));
