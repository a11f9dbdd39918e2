import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { lastLineOf } from '../../src/render/last-line.ts';
import { terminal } from '../../src/render/terminal/index.ts';
import { firstLines, shownLines } from '../lab/first-lines.ts';
import { runOf, screens } from './screens.ts';
import { type Text, texts } from './texts.ts';

const FOLDER = new URL('screens/', import.meta.url);
const WIDTHS = [60, 80, 120] as const;
const rewrite = process.env['UPDATE'] === '1';

/** The pages of a run and of what makes no run. */
const all: Readonly<Record<string, Text>> = {
  ...Object.fromEntries(Object.entries(screens).map(([name, run]) => [name, (look) => terminal.render(run, look)])),
  ...texts,
};

const pageOf = async (name: string, width: number): Promise<string> => {
  const text = all[name];
  if (text === undefined) throw new RangeError(`There is no screen ${name}.`);
  return text({ width, colour: false, unicode: true });
};

const names = Object.keys(screens);

test.each(Object.keys(all))('%s looks as in its file at 60, 80 and 120 columns', async (name) => {
  const pages = await Promise.all(
    WIDTHS.map(async (width) => `${'─'.repeat(width - 4)} ${width}\n${await pageOf(name, width)}`),
  );
  const drawn = pages.join('\n');
  const path = new URL(`${name}.txt`, FOLDER);
  if (rewrite) writeFileSync(path, drawn);
  expect(drawn).toBe(readFileSync(path, 'utf8'));
});

test('each file belongs to a screen', () =>
  expect(readdirSync(FOLDER).toSorted()).toEqual(
    Object.keys(all)
      .map((name) => `${name}.txt`)
      .toSorted(),
  ));

const linesOf = (name: string): readonly string[] =>
  terminal.render(runOf(name), { width: 80, colour: false, unicode: true }).trimEnd().split('\n');

/** The state of a server behind a screen, as the lab makes it. */
const states: Readonly<Record<string, string>> = {
  'diagnose-healthy': 'none',
  'diagnose-ipv4-only': 'ipv4-only-machine',
  'diagnose-late-loopback': 'late-refused-first-address',
  'diagnose-dead-port': 'unreachable-target',
  'diagnose-slow-application': 'sleeping-request',
  'diagnose-error-status': 'every-answer-an-error',
};

test.each(Object.entries(states))('%s: the first three lines and the last one are the answer', (name, state) => {
  const expected = firstLines[state];
  const { first, last } = shownLines(linesOf(name).join('\n'));
  expect(expected?.first.map((line, index) => line.test(first[index] ?? ''))).toEqual([true, true, true]);
  expect(last).toMatch(expected?.last ?? '');
});

test.each(names)('%s ends with the next command, whole', (name) => {
  const last = linesOf(name).at(-1) ?? '';
  expect(last.endsWith(lastLineOf(runOf(name)).command)).toBe(true);
  expect(stringWidth(last)).toBeGreaterThan(0);
});

test('"no problem found" is said only of screens where one would have been seen', () => {
  const calm = names.filter((name) => /o problem found/.test(linesOf(name).join('\n')));
  expect(calm).toEqual(['diagnose-healthy', 'diagnose-ipv4-only', 'run-healthy', 'load-healthy', 'verify-healthy']);
});

/** Commands and code to copy, and lines of a log. */
const UNBROKEN = /^ {18}\S|^ {4}set |^ {2}whyslow |^\d{4}-\d\d-|^password, |^\$ /;

test.each(Object.keys(all))(
  '%s: no line is wider than the page, but commands to copy and lines of a log',
  async (name) => {
    const wide: string[] = [];
    for (const width of WIDTHS) {
      const lines = (await pageOf(name, width)).split('\n');
      wide.push(...lines.filter((line) => stringWidth(line) > width && !UNBROKEN.test(line)));
    }
    expect(wide).toEqual([]);
  },
);
