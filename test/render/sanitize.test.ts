import { expect, test } from 'vitest';
import { sanitized, sanitizedText } from '../../src/render/sanitize.ts';
import { frozenRun } from '../golden/frozen-run.ts';

const SHOWN = '\ufffd';

test.each([
  ['plain words', 'manage.py runserver', 'manage.py runserver'],
  ['letters of other scripts', 'Zürich 東京 мир שלום', 'Zürich 東京 мир שלום'],
  ['an emoji', '🐌', '🐌'],
  ['a newline and a tab, which are only space', 'a\n\tb', 'a\n\tb'],
  ['a colour', '\u001b[31mred', `${SHOWN}[31mred`],
  ['a window title', '\u001b]0;owned\u0007', `${SHOWN}]0;owned${SHOWN}`],
  ['the one-byte form of an escape', '\u009b31m', `${SHOWN}31m`],
  ['a NUL', 'a\u0000b', `a${SHOWN}b`],
  ['a carriage return, which writes over the line', 'good\rbad', `good${SHOWN}bad`],
  ['a backspace', 'bad\u0008\u0008\u0008', `bad${SHOWN.repeat(3)}`],
  ['DEL', 'a\u007fb', `a${SHOWN}b`],
  ['the last control character but one', 'a\u001fb', `a${SHOWN}b`],
  ['the space behind it', 'a\u0020b', 'a b'],
  ['a text turned round (CVE-2021-42574)', 'a\u202eb\u202c', `a${SHOWN}b${SHOWN}`],
  ['isolates', '\u2066a\u2069', `${SHOWN}a${SHOWN}`],
  ['an Arabic letter mark', '\u061ca', `${SHOWN}a`],
  ['a zero-width space in a name', 'local\u200bhost', `local${SHOWN}host`],
  ['a byte-order mark', '\ufeffa', `${SHOWN}a`],
  ['line and paragraph separators', 'a\u2028b\u2029c', `a${SHOWN}b${SHOWN}c`],
])('%s', (_what, text, shown) => expect(sanitizedText(text)).toBe(shown));

test.each([
  ['a thousand characters are kept', 1_000, 1_000],
  ['one more is cut, and the cut shows', 1_001, 1_001],
  ['a megabyte is cut', 1_048_576, 1_001],
])('%s', (_promise, length, shown) => {
  const text = sanitizedText('x'.repeat(length));
  expect(text.length).toBe(shown);
  expect(text.endsWith('…')).toBe(length > 1_000);
});

test('a run without unsafe characters is unchanged, except for long histograms', () => {
  const { suites, ...rest } = sanitized(frozenRun);
  const { suites: before, ...expected } = frozenRun;
  expect(rest).toEqual(expected);
  expect(suites.map(({ n }) => n)).toEqual(before.map(({ n }) => n));
});

const EVIL = '\u001b[2J\u202e';

test('every string of a run is sanitized, keys included', () => {
  const [trial, ...trials] = frozenRun.suites;
  if (trial === undefined) throw new Error('the frozen run has no suites');
  const serverTimingMs = { [EVIL]: { mean: 1, p50: 1, p95: 1 } };
  const run = {
    ...frozenRun,
    target: { ...frozenRun.target, server: { product: EVIL, pid: 1, command: EVIL, listens: [EVIL] } },
    suites: [
      { ...trial, reasons: { [EVIL]: 1 }, serverTimingMs, ended: { kind: 'other' as const, text: EVIL } },
      ...trials,
    ],
    notChecked: [EVIL],
    exit: { code: 14, reason: EVIL },
  };
  // oxlint-disable-next-line no-control-regex
  expect(JSON.stringify(sanitized(run))).not.toMatch(/\u001b|\\u001b|\u202e/);
});
