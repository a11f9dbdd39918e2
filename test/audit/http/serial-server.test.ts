import { expect, test } from 'vitest';
import { serialServer } from '../../../src/audit/http/serial-server.ts';
import type { Listeners } from '../../../src/model/evidence.ts';
import type { Slope } from '../../../src/model/slope.ts';
import { answering, answeringInTurn, at, listeners, listening, loopback } from '../literals.ts';
import { batch, eventLoop, oneWorker, slopeOf, waves } from '../server-literals.ts';

const check = (slope: Slope, row = answering('127.0.0.1'), seen?: Listeners) =>
  serialServer.check({ slope, addresses: loopback([row]), ...(seen === undefined ? {} : { listeners: seen }) }, at());

const queued = { notAccepted: 3 };

test('answers that come one after the other are the finding, at the price of one answer', () =>
  expect(check(slopeOf(waves(1, 80, queued), oneWorker))).toMatchObject({
    outcome: 'fail',
    severity: 'medium',
    costMs: 80,
    summary: expect.stringContaining('only when the answer before it is complete'),
  }));

test.each([
  ['an answer that takes no time', 19.9, 'pass', undefined],
  ['a short one', 20, 'note', undefined],
  ['one just below the limit', 49.9, 'note', undefined],
  ['one at the limit', 50, 'fail', 'medium'],
  ['one just below a second for six', 199.9, 'fail', 'medium'],
  ['one at a second for six', 200, 'fail', 'high'],
])('%s decides how bad the queue is', (_what, eachMs, outcome, severity) => {
  const opinion = check(slopeOf(waves(1, eachMs, queued), oneWorker));
  expect([opinion.outcome, opinion.outcome === 'fail' ? opinion.severity : undefined]).toEqual([outcome, severity]);
});

test.each([
  ['all are answered at once', slopeOf(waves(4, 80))],
  ['two are answered at once', slopeOf(waves(2, 80))],
  [
    'all become slow together, as on a busy core',
    slopeOf([batch([80]), batch([160, 160]), batch([320, 320, 320, 320])]),
  ],
  ['one part of each answer is serial', slopeOf([batch([180]), batch([180, 240]), batch([180, 240, 300, 360])])],
  ['requests with the same cookie only wait', slopeOf([...waves(4, 80), ...waves(1, 80, { cookies: 'same' })])],
  ['the event loop is blocked', slopeOf(waves(1, 80, queued), eventLoop)],
])('it passes where %s', (_what, slope) => expect(check(slope).outcome).toBe('pass'));

test('the quickest of two rounds counts, since other programs only add time', () =>
  expect(check(slopeOf([...waves(1, 80), batch([80, 400]), batch([90, 300, 310, 900])], oneWorker)).outcome).toBe(
    'fail',
  ));

test('where all connections are accepted, the advice is to look inside', () =>
  expect(check(slopeOf(waves(1, 80), eventLoop))).toMatchObject({
    outcome: 'fail',
    summary: expect.stringContaining('All connections are accepted at once'),
    advice: [{ do: expect.stringContaining('lock') }],
  }));

test('a long answer is sent two at once only, and its time alone is that of the addresses', () =>
  expect(check(slopeOf([batch([1_000, 1_990], queued)], { aloneMs: 1_000, ...oneWorker }))).toMatchObject({
    outcome: 'fail',
    severity: 'high',
    costMs: 1_000,
  }));

test.each([
  ['what serves the port was not seen', slopeOf(waves(1, 80)), 'would decide'],
  ['the answers come late and unevenly', slopeOf([batch([54]), batch([88, 108, 231, 360])]), 'idle machine'],
  ['all connects took a second', slopeOf(waves(1, 80, { connectsMs: [0.2, 1_010] }), oneWorker), 'full-accept-queue'],
  ['some requests were not answered', slopeOf([batch([80]), batch([80, 160], { atOnce: 4 })]), 'answered'],
])('it is inconclusive where %s', (_what, slope, words) =>
  expect(check(slope)).toMatchObject({ outcome: 'inconclusive', summary: expect.stringContaining(words) }),
);

test.each([
  ['the answers became slow in between', slopeOf(waves(1, 80, queued), oneWorker), answeringInTurn(2, 2, 80, 80, 80)],
  ['nothing was sent at once for that reason', slopeOf([]), answering('127.0.0.1')],
])('it does not apply where %s', (_what, slope, row) =>
  expect(check(slope, row)).toMatchObject({
    outcome: 'not-applicable',
    summary: expect.stringContaining('rate-limit-delay'),
  }),
);

test.each([
  ['gunicorn app:app', '--workers'],
  ['php -S 127.0.0.1:8000', 'PHP_CLI_SERVER_WORKERS=8'],
  ['python3 manage.py runserver --nothreading', 'runserver'],
  ['flask run --without-threads', '--with-threads'],
])('%s gets its own line', (command, line) =>
  expect(
    check(slopeOf(waves(1, 80, queued), oneWorker), undefined, listeners(listening('127.0.0.1', 7, command))),
  ).toMatchObject({ advice: [{ command: expect.stringContaining(line), savesMs: 80 }] }),
);
