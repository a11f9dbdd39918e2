import { expect, test } from 'vitest';
import type { Check } from '../../src/model/finding.ts';
import { drawChecks } from '../../src/render/terminal/checks.ts';
import { penFor } from '../../src/render/terminal/pen.ts';

const seen = { title: 't', standard: 'RFC 9700', summary: 's' } as const;
const failure = { outcome: 'fail', severity: 'high', costMs: null, facts: [], advice: [] } as const;
const checks: readonly Check[] = [
  { ...seen, id: 'a', group: 'rotation', outcome: 'pass' },
  { ...seen, id: 'b', group: 'forgery', outcome: 'inconclusive' },
  { ...seen, ...failure, id: 'c', group: 'rotation' },
  { ...seen, id: 'd', group: 'forgery', outcome: 'not-applicable' },
];

const drawn = (unicode: boolean, of = checks): readonly string[] =>
  drawChecks(of, penFor({ colour: false, unicode, width: 100 })).split('\n');

test.each([
  ['in Unicode', true, ['  rotation', '  ✔ a  s', '  ✖ c  s', '  forgery', '  ? b  s', '  – d  s']],
  ['in ASCII', false, ['  rotation', '  + a  s', '  x c  s', '  forgery', '  ? b  s', '  - d  s']],
])('%s every check stands under its group with its mark', (_what, unicode, lines) =>
  expect(drawn(unicode)).toEqual(lines),
);

test('a check of version 0.1 has no group and no heading', () =>
  expect(drawn(true, [{ ...seen, id: 'a', outcome: 'pass' }])).toEqual(['  ✔ a  s']));

const undecided = (id: string, group: 'rotation' | 'forgery', summary: string): Check => ({
  ...seen,
  id,
  group,
  outcome: 'inconclusive',
  summary,
});

test.each([
  ['four', ['a', 'b', 'e', 'f'], ['  rotation', '  ✔ p  s', '  ? 4 checks, the same for each: no time']],
  [
    'three',
    ['a', 'b', 'e'],
    ['  rotation', '  ✔ p  s', '  ? a  no time', '  ? b  no time', '  forgery', '  ? e  no time'],
  ],
])('checks that are undecided for one reason are one line from four on: %s', (_what, ids, lines) =>
  expect(
    drawn(true, [
      { ...seen, id: 'p', group: 'rotation', outcome: 'pass' },
      ...ids.map((id, index) => undecided(id, index < 2 ? 'rotation' : 'forgery', 'no time')),
    ]),
  ).toEqual(lines),
);
