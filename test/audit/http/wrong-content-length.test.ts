import { expect, test } from 'vitest';
import { wrongContentLength } from '../../../src/audit/http/wrong-content-length.ts';
import type { AddressVisits } from '../../../src/model/evidence.ts';
import type { ResponseFacts } from '../../../src/model/response-facts.ts';
import { at, loopback, refused } from '../literals.ts';
import { receiving, responseWith } from './responses.ts';

const check = (row: AddressVisits) => wrongContentLength.check({ addresses: loopback([row]) }, at());

const ended = (
  body: AddressVisits['body'],
  quietMs: number,
  over: Partial<Omit<ResponseFacts, 'ending'>> = {},
  framing: 'length' | 'chunked' | 'close' = 'length',
): AddressVisits => receiving(responseWith({ ...over, ending: { framing, quietMs } }), { body, totalMs: quietMs + 2 });

const tooLong = { contentLength: 21, bodyBytes: 11 };
const without = { contentLength: null, bodyBytes: 11 };

test.each([
  ['a length that is too large, and a close after a wait', ended('cut-short', 200, tooLong), 'fail'],
  ['the same, closed at the threshold', ended('cut-short', 100, tooLong), 'pass'],
  ['the same, given up', ended('unfinished', 4_990, tooLong), 'fail'],
  [
    'the same before any byte of the body',
    ended('unfinished', 4_990, { ...tooLong, bodyBytes: 0, bursts: 0, lastByteMs: null }),
    'fail',
  ],
  ['a body in several parts that was given up', ended('unfinished', 300, { ...tooLong, bursts: 9 }), 'pass'],
  ['no length, and a close after a wait', ended('whole', 2_000, without, 'close'), 'fail'],
  ['no length, given up', ended('unfinished', 4_990, without, 'close'), 'fail'],
  ['no length, and a close at once', ended('whole', 1, without, 'close'), 'pass'],
  ['no length and no body', ended('whole', 300, { ...without, bodyBytes: 0, bursts: 0 }, 'close'), 'pass'],
  [
    'no length, and plain text that may go on',
    ended('unfinished', 4_990, { ...without, mediaType: 'text/plain' }, 'close'),
    'pass',
  ],
  ['no length and no media type', ended('unfinished', 4_990, { ...without, mediaType: null }, 'close'), 'pass'],
  [
    'a stream of events that goes on',
    ended('unfinished', 4_990, { ...without, mediaType: 'text/event-stream' }, 'close'),
    'pass',
  ],
  [
    'a camera that goes on',
    ended('unfinished', 900, { ...without, mediaType: 'multipart/x-mixed-replace' }, 'close'),
    'pass',
  ],
  ['chunks that end later', ended('whole', 900, without, 'chunked'), 'pass'],
  ['chunks that do not end', ended('unfinished', 4_990, without, 'chunked'), 'pass'],
  ['a whole body with its length', ended('whole', 900, { contentLength: 11 }), 'pass'],
])('%s', (_what, row, outcome) => expect(check(row).outcome).toBe(outcome));

test('one late end among quick ones is none', () => {
  const row = ended('whole', 200, without, 'close');
  const cold = row.cold.map((visit) => ({ ...visit, totalMs: 3 }));
  expect(check({ ...row, cold }).outcome).toBe('pass');
});

test('the finding has the wait as its price, and the bytes', () =>
  expect(check(ended('cut-short', 200, tooLong))).toMatchObject({
    severity: 'high',
    costMs: 200,
    summary:
      'The body arrives within 2.0 ms and clients wait 200 ms more, until the server closes the connection: Content-Length is 21, and 11 bytes were sent.',
  }));

test.each([
  ['a short wait for the close', ended('whole', 200, without, 'close'), 'medium'],
  ['a long one', ended('whole', 1_000, without, 'close'), 'high'],
])('%s', (_what, row, severity) => expect(check(row)).toMatchObject({ severity }));

test.each([
  [
    'the end was not recorded, in an earlier version',
    receiving({ ...responseWith(), ending: undefined }),
    'inconclusive',
  ],
  ['nothing answers', refused('127.0.0.1'), 'not-applicable'],
])('%s', (_what, row, outcome) => expect(check(row).outcome).toBe(outcome));
