import { expect, test } from 'vitest';
import { bufferedStream } from '../../../src/audit/http/buffered-stream.ts';
import type { AddressVisits } from '../../../src/model/evidence.ts';
import type { ResponseFacts } from '../../../src/model/response-facts.ts';
import { answering, at, loopback, refused } from '../literals.ts';
import { receiving, responseWith } from './responses.ts';

const check = (row: AddressVisits) => bufferedStream.check({ addresses: loopback([row]) }, at());

const stream = (
  events: number | null,
  over: Partial<Omit<ResponseFacts, 'ending'>> = {},
  body: AddressVisits['body'] = 'whole',
): AddressVisits =>
  receiving(
    responseWith({
      mediaType: 'text/event-stream',
      contentLength: null,
      lastByteMs: 400,
      ...over,
      ending: { framing: 'chunked', events },
    }),
    { body, answer: { status: 200, server: 'nginx' }, totalMs: over.lastByteMs ?? 400 },
  );

test.each([
  ['whose events arrive together, late', stream(8), 'fail'],
  ['of three events, which are enough', stream(3), 'fail'],
  ['of two, which are not', stream(2), 'inconclusive'],
  ['whose events arrive together at once', stream(8, { lastByteMs: 100 }), 'pass'],
  ['whose events arrive one by one', stream(8, { bursts: 8 }), 'pass'],
  ['that goes on', stream(8, {}, 'unfinished'), 'pass'],
  ['that goes on beyond what is read', stream(8_000, {}, 'too-long'), 'pass'],
  ['of no event so far', stream(0, { lastByteMs: null, bodyBytes: 0, bursts: 0 }, 'unfinished'), 'inconclusive'],
  ['that is compressed', stream(8, { contentEncoding: 'gzip' }), 'inconclusive'],
  ['of an earlier version', stream(null), 'inconclusive'],
  ['of lines', stream(8, { mediaType: 'application/x-ndjson' }), 'fail'],
])('a stream %s', (_what, row, outcome) => expect(check(row).outcome).toBe(outcome));

test.each([
  ['an answer that is no stream', answering('127.0.0.1')],
  ['JSON in one piece', receiving(responseWith({ lastByteMs: 400 }))],
  ['no answer', refused('127.0.0.1')],
])('%s is no stream', (_what, row) => expect(check(row).outcome).toBe('not-applicable'));

test('one late visit of a quick stream is none', () => {
  const row = stream(8);
  const cold = row.cold.map((visit) => ({ ...visit, totalMs: 3 }));
  expect(check({ ...row, cold }).outcome).toBe('pass');
});

test('the finding has the wait for the first event as its price, and the line of a known server', () =>
  expect(check(stream(8))).toMatchObject({
    severity: 'medium',
    costMs: 400,
    facts: [{ text: 'text/event-stream: 8 events in 1 part' }],
    advice: [{ command: 'proxy_buffering off;' }, {}],
  }));

test('a second is severe', () => expect(check(stream(8, { lastByteMs: 1_000 }))).toMatchObject({ severity: 'high' }));
