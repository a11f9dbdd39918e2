import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { lastLineOf } from '../../src/render/last-line.ts';
import { terminal } from '../../src/render/terminal/index.ts';
import { frozenRun } from '../golden/frozen-run.ts';
import { clientsRun, doubtfulRun, healthyRun, storyRun } from './runs.ts';

const runs: readonly (readonly [string, Run])[] = [
  ['the frozen run', frozenRun],
  ['the story', storyRun],
  ['all clients', clientsRun],
  ['a doubtful measurement', doubtfulRun],
  ['a healthy server', healthyRun],
];
const widths = [60, 80, 120, 200];

const draw = (run: Run, width: number, { colour = false, unicode = true } = {}): string =>
  terminal.render(run, { width, colour, unicode });

/** Commands have their own lines and are never wrapped, so that they can be copied. */
const commandsOf = (run: Run): ReadonlySet<string> =>
  new Set([
    lastLineOf(run).command,
    ...[...run.findings, ...run.checks].flatMap((finding) =>
      finding.outcome === 'fail' ? finding.advice.map(({ command }) => command ?? '') : [],
    ),
  ]);

function tooLong(run: Run, width: number): readonly string[] {
  const commands = commandsOf(run);
  return draw(run, width)
    .split('\n')
    .filter((line) => stringWidth(line) > width && !commands.has(line.trim()));
}

test.each(runs.flatMap(([name, run]) => widths.map((width) => [name, width, run] as const)))(
  '%s fits into %i columns',
  (_name, width, run) => expect(tooLong(run, width)).toEqual([]),
);

test.each(runs)('%s: without colour there is no escape and no other control character', (_name, run) =>
  // oxlint-disable-next-line no-control-regex
  expect(draw(run, 80)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/),
);

test.each(runs)('%s: colour adds escapes and changes nothing else', (_name, run) => {
  const coloured = draw(run, 80, { colour: true });
  expect(coloured).toContain('\u001b[');
  // oxlint-disable-next-line no-control-regex
  expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(draw(run, 80));
});

test.each(runs)('%s: without Unicode there is nothing but ASCII', (_name, run) => {
  const strange = draw(run, 80, { unicode: false }).match(/[^\n -~]/g) ?? [];
  expect([...new Set(strange)]).toEqual([]);
});

test.each(runs)('%s: no line ends in white space, and no two empty lines follow each other', (_name, run) =>
  expect(draw(run, 80)).not.toMatch(/[ \t]\n|\n\n\n/),
);

test.each([
  ['the finding comes first, before any number', storyRun, /✖ localhost costs 2\.04 s[\s\S]*address +lookup/],
  [
    'then what to do',
    storyRun,
    /Fix +client +use 127\.0\.0\.1 in the client +saves 2\.04 s\n +http:\/\/127\.0\.0\.1:8000\n/,
  ],
  ['a solved finding is shown', storyRun, /✔ solved +slow-name-lookup/],
  ['a faster name is marked', storyRun, /127\.0\.0\.1 +23\.0 ms +2\.3 ms +10 times faster/],
  [
    'dear clients are named, the dearest first',
    storyRun,
    /Predicted wait of each client[^\n]*\n +fails +Node 18\n +2\.04 s +Python requests\n +200 ms +curl 8\.16\n/,
  ],
  [
    'a miss is the headline',
    frozenRun,
    /^whyslow run http:\/\/localhost:8000\/\n\n✖ target missed: refresh mean < 30ms/,
  ],
  ['the mean without the stall is shown', frozenRun, /without\s+delayed-ack-stall\s+the\s+mean\s+would\s+be/],
  ['a trial without a valid self-check is marked', doubtfulRun, /one at a time, invalid/],
  [
    'a healthy server is reported as such',
    healthyRun,
    /✔ No problem found on localhost:8000\n  ::1 refuses; 127\.0\.0\.1 answers 200 in 2\.3 ms/,
  ],
])('%s', (_promise, run, pattern) => expect(draw(run, 120)).toMatch(pattern));

const answered = (run: Run, answer: NonNullable<Run['clients'][number]['answer']>): Run => ({
  ...run,
  clients: run.clients.map((client, index) => ({
    ...client,
    predicted:
      index === 1 ? client.predicted : { outcome: 'connects', via: '127.0.0.1', ms: index === 0 ? 2_044 : 0.2 },
    answer: index === 1 ? null : answer,
  })),
});

test.each([
  ['all clients', clientsRun, /curl 8\.16 +connects at once +5\.00 s/],
  ['the common ones', storyRun, /connects at once  curl 8\.16\n +These are connect times; the answer then: 5\.00 s\./],
])('%s: a connect at once is not shown as an answer at once', (_what, run, pattern) => {
  const drawn = draw(answered(run, { kind: 'took', ms: 5_000 }), 80);
  expect(drawn).toMatch(pattern);
  expect(drawn).not.toMatch(/ {2}at once/);
});

test('an answer that did not come in time is shown as missing', () =>
  expect(draw(answered(clientsRun, { kind: 'none', withinMs: 5_000 }), 80)).toMatch(
    /connects at once +none within 5\.00 s/,
  ));

test('a quick answer does not change the text', () =>
  expect(draw(answered(clientsRun, { kind: 'took', ms: 2 }), 80)).toMatch(/curl 8\.16 +at once/));

test('text from a server cannot move the cursor', () => {
  const product = '\u001b[2J\u001b]0;owned\u0007';
  const run = { ...storyRun, exit: { code: 14, reason: product }, notChecked: [product] };
  // oxlint-disable-next-line no-control-regex
  expect(draw(run, 80)).not.toMatch(/[\u001b\u0007]/);
});

test('ids are links to their pages where the terminal has links, and the page looks the same', () => {
  const drawn = terminal.render(storyRun, { width: 80, colour: false, unicode: true, pages: 'file:///findings/' });
  expect(drawn).toContain('\u001b]8;;file:///findings/late-refused-first-address.md\u001b\\late-refused-first-address');
  // oxlint-disable-next-line no-control-regex
  expect(drawn.replaceAll(/\u001b\]8;;.*?\u001b\\/g, '')).toBe(draw(storyRun, 80));
});

test('an id that holds an escape makes no other link', () => {
  const id = '\u001b\\\u001b]8;;http://evil/\u001b\\x';
  const run = { ...storyRun, findings: storyRun.findings.map((finding) => ({ ...finding, id })) };
  const drawn = terminal.render(run, { width: 80, colour: false, unicode: true, pages: 'file:///findings/' });
  // oxlint-disable-next-line no-control-regex
  expect([...drawn.matchAll(/\u001b\]8;;([^\u001b]*)/g)].map(([, url]) => url)).toEqual([
    expect.stringMatching(/^file:\/\/\/findings\/[\w%().-]+\.md$/),
    '',
  ]);
});

test('a name that is too long is shortened in its middle, and no row is broken', () => {
  const long = `${'a'.repeat(63)}.${'b'.repeat(63)}.example`;
  const addresses = storyRun.addresses.map((row) => ({ ...row, name: long }));
  const drawn = draw({ ...storyRun, addresses }, 60).split('\n');
  expect(drawn.filter((line) => line.includes('…'))).toHaveLength(addresses.length);
  expect(tooLong({ ...storyRun, addresses }, 60)).toEqual([]);
});

test('where the label of the limit does not fit, it is shorter and not cut', () => {
  const judged = {
    target: 'refresh mean < 30ms',
    suite: 'refresh',
    threshold: { condition: 'mean < 30ms', statistic: 'mean', operator: '<', limit: 30 },
    actualMs: null,
    intervalMs: null,
  } as const;
  const verdicts = [{ ...judged, verdict: 'inconclusive', because: 'refresh was not measured', ground: null }] as const;
  const headings = [60, 80].map((width) => /┃.*/.exec(draw({ ...healthyRun, verdicts }, width))?.[0]);
  expect(headings).toEqual(['┃ limit', '┃ limit']);
  expect(draw({ ...healthyRun, verdicts }, 80)).toContain('█ measured  ┃ limit');
});
