import { expect, test } from 'vitest';
import { type ServerWaits, shareText, type WaitShare } from '../../src/model/waits.ts';
import { html } from '../../src/render/html/index.ts';
import { markdown } from '../../src/render/markdown/index.ts';
import { terminal } from '../../src/render/terminal/index.ts';
import { waitsSentence, waitTable } from '../../src/render/waits-text.ts';
import { watched } from '../audit/literals.ts';
import { waitsRun } from './runs.ts';

const share = (kind: WaitShare['kind'], ms: number, peer: WaitShare['peer'] = null): WaitShare => ({ kind, ms, peer });
const waits = (...shares: readonly WaitShare[]): ServerWaits => watched([100, 100], shares);
const redis = { place: '127.0.0.1:6379', program: 'redis-server' };

test.each([
  [share('answer', 1, redis), 'waiting for an answer of 127.0.0.1:6379 (redis-server)'],
  [share('connect', 1, { place: '[::1]:6379', program: null }), 'connecting to [::1]:6379'],
  [share('sleep', 1), 'asleep until a timer ends'],
])('a part is named with its other end: %j', (part, text) => expect(shareText(part)).toBe(text));

test('the parts of a mean request add up; small ones and what is unexplained are one row', () => {
  const { requests, meanMs, rows } = waitTable(
    waits(share('cpu', 120), share('sleep', 60), share('core', 2), share('unexplained', 18)),
  );
  expect([requests, meanMs]).toEqual([2, 100]);
  expect(rows).toEqual([
    { text: 'on the CPU', ms: 60, share: 0.6 },
    { text: 'asleep until a timer ends', ms: 30, share: 0.3 },
    { text: 'other, or unexplained', ms: 10, share: 0.1 },
  ]);
});

test.each([
  [[share('cpu', 196), share('unexplained', 4)], 'GET /x takes 100 ms: 98 % of it is on the CPU'],
  [
    [share('cpu', 80), share('sleep', 70), share('unexplained', 50)],
    'GET /x takes 100 ms: 40 % of it is on the CPU, the largest part',
  ],
  [
    [share('cpu', 50), share('core', 30), share('unexplained', 120)],
    'GET /x takes 100 ms: 25 % of it is on the CPU, and 60 % is other, or unexplained',
  ],
  [[share('unexplained', 200)], 'GET /x takes 100 ms, and none of it could be explained'],
])('the sentence names the largest part: %j', (shares, sentence) =>
  expect(waitsSentence(waits(...shares), 'GET /x')).toBe(sentence),
);

const plain = { width: 80, colour: false, unicode: true } as const;

test.each([
  ['terminal', terminal.render(waitsRun, plain)],
  ['Markdown', markdown.render(waitsRun, plain)],
  ['HTML', html.render(waitsRun, plain)],
])('%s has each part, and what cannot be seen', (_format, page) => {
  for (const text of ['connecting to', '6379', '2.00 s', '97 %', 'its threads beyond the first 64'])
    expect(page).toContain(text);
});
