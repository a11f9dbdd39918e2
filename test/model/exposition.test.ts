import { describe, expect, test } from 'vitest';
import { Durations, labelText, valueLines } from '../../src/model/exposition.ts';

test.each([
  [{}, ''],
  [{ route: '/a', status: '200' }, 'route="/a",status="200"'],
  [{ text: 'a "b" \\ c\nd' }, String.raw`text="a \"b\" \\ c\nd"`],
])('the labels %j are %s', (labels, text) => expect(labelText(labels)).toBe(text));

test('a value without labels has no braces, and a text keeps its digits', () =>
  expect(
    valueLines(
      { name: 'started', help: 'When.' },
      'gauge',
      new Map<string, number | string>([
        ['', '1.500'],
        ['a="1"', 2],
      ]),
    ),
  ).toEqual(['# HELP started When.', '# TYPE started gauge', 'started 1.500', 'started{a="1"} 2']));

describe('durations', () => {
  const metric = { name: 'took_seconds', help: 'Whole.' };

  test('each bucket counts those below it, its bound is inside it, and the last one has all', () => {
    const durations = new Durations([0.001, 0.01]);
    for (const ms of [1, 0.2, 10, 10.1]) durations.observe(ms, 'a="1"');
    expect(durations.lines(metric)).toEqual([
      '# HELP took_seconds Whole.',
      '# TYPE took_seconds histogram',
      'took_seconds_bucket{a="1",le="0.001"} 2',
      'took_seconds_bucket{a="1",le="0.01"} 3',
      'took_seconds_bucket{a="1",le="+Inf"} 4',
      'took_seconds_sum{a="1"} 0.021300',
      'took_seconds_count{a="1"} 4',
    ]);
  });

  test('other labels are counted apart, and without a duration there is only the head', () => {
    const durations = new Durations([0.001]);
    expect(durations.lines(metric)).toHaveLength(2);
    durations.observe(1, 'a="1"');
    durations.observe(1, 'a="2"');
    expect(durations.lines(metric).filter((line) => line.startsWith('took_seconds_count'))).toEqual([
      'took_seconds_count{a="1"} 1',
      'took_seconds_count{a="2"} 1',
    ]);
  });
});
