import { expect, test } from 'vitest';
import { formats } from '../../src/render/index.ts';
import { frozenRun } from '../golden/frozen-run.ts';
import { checkedRun } from './runs.ts';

const look = { width: 60, colour: false, unicode: true };
const drawn = async (name: string, run = checkedRun): Promise<string> => {
  const format = formats.find((each) => each.name === name);
  if (format === undefined) throw new Error(`no format ${name}`);
  return (await format.load()).render(run, look);
};

const [failed] = checkedRun.checks;
const [exchange] = failed?.exchanges ?? [];
const { curl = '', make = '' } = exchange ?? {};
const inMarkup = (text: string): string => text.replaceAll('"', '&quot;');

test.each([
  ['terminal', curl],
  ['terminal', make],
  ['markdown', `\`\`\`\n${make}\n${curl}\n\`\`\``],
  ['html', inMarkup(curl)],
  ['html', inMarkup(make)],
  ['json', JSON.stringify(curl).slice(1, -1)],
  ['sarif', JSON.stringify(`\n${make}\n${curl}`).slice(1, -1)],
  ['junit', inMarkup(`${make}\n${curl}`)],
  ['github', curl.replaceAll('|', '\\|')],
])('%s has the command of a failed check unchanged and on a line of its own', async (name, line) =>
  expect(await drawn(name)).toContain(line),
);

test.each([
  ['sarif', '"forgery",'],
  ['junit', 'classname="whyslow.checks.forgery"'],
  ['html', 'data-group="forgery"'],
  ['markdown', '### forgery'],
])('%s names the group of a check', async (name, part) => expect(await drawn(name)).toContain(part));

test.each(formats.map(({ name }) => [name]))('%s renders a run that was saved without exchanges', async (name) =>
  expect((await drawn(name, frozenRun)).length).toBeGreaterThan(100),
);
