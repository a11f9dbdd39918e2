import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { lastLineOf } from '../../src/render/last-line.ts';
import { terminal } from '../../src/render/terminal/index.ts';
import { firstLines, shownLines } from '../lab/first-lines.ts';
import { screens } from './screens.ts';

const FOLDER = new URL('screens/', import.meta.url);
const WIDTHS = [60, 80, 120] as const;
const rewrite = process.env['UPDATE'] === '1';

const screen = (name: string): string => {
  const run = screens[name];
  if (run === undefined) throw new RangeError(`There is no screen ${name}.`);
  return WIDTHS.map((width) => {
    const page = terminal.render(run, { width, colour: false, unicode: true });
    return `${'─'.repeat(width - 4)} ${width}\n${page}`;
  }).join('\n');
};

const names = Object.keys(screens);

test.each(names)('%s looks as in its file at 60, 80 and 120 columns', (name) => {
  const drawn = screen(name);
  const path = new URL(`${name}.txt`, FOLDER);
  if (rewrite) writeFileSync(path, drawn);
  expect(drawn).toBe(readFileSync(path, 'utf8'));
});

test('each file belongs to a screen', () =>
  expect(readdirSync(FOLDER).toSorted()).toEqual(names.map((name) => `${name}.txt`).toSorted()));

const linesOf = (name: string): readonly string[] => {
  const run = screens[name];
  if (run === undefined) throw new RangeError(`There is no screen ${name}.`);
  return terminal.render(run, { width: 80, colour: false, unicode: true }).trimEnd().split('\n');
};

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
  const run = screens[name];
  const last = linesOf(name).at(-1) ?? '';
  expect(run === undefined ? '' : last.endsWith(lastLineOf(run).command)).toBe(true);
  expect(stringWidth(last)).toBeGreaterThan(0);
});

test('"no problem found" is said only of screens where one would have been seen', () => {
  const calm = names.filter((name) => /o problem found/.test(linesOf(name).join('\n')));
  expect(calm).toEqual(['diagnose-healthy', 'diagnose-ipv4-only', 'run-healthy', 'load-healthy', 'verify-healthy']);
});
