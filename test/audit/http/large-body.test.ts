import { expect, test } from 'vitest';
import { largeBody } from '../../../src/audit/http/large-body.ts';
import type { Encodings } from '../../../src/model/encodings.ts';
import type { AddressVisits } from '../../../src/model/evidence.ts';
import { at, loopback, refused } from '../literals.ts';
import { receiving, responseWith, visits } from './responses.ts';

const MIB = 1_048_576;
const body = (bodyBytes: number, totalMs: number, over: Partial<AddressVisits> = {}): AddressVisits =>
  receiving(responseWith({ bodyBytes, contentLength: bodyBytes, bursts: 4, lastByteMs: totalMs }), {
    totalMs,
    ...over,
  });

const check = (row: AddressVisits, encodings?: Encodings) =>
  largeBody.check({ addresses: loopback([row]), ...(encodings === undefined ? {} : { encodings }) }, at());

test.each([
  ['takes the threshold', body(MIB, 102), 'pass'],
  ['takes more than it', body(MIB, 102.1), 'fail'],
  ['is just large enough', body(262_144, 202), 'fail'],
  ['is short, and made while it is sent', body(262_143, 202), 'note'],
  ['goes on beyond what is read', body(32 * MIB, 202, { body: 'too-long' }), 'fail'],
  [
    'is a stream of events',
    receiving(responseWith({ mediaType: 'text/event-stream', bodyBytes: MIB }), { totalMs: 900 }),
    'not-applicable',
  ],
  [
    'arrives at once and ends later',
    receiving(responseWith({ contentLength: null, bodyBytes: MIB, ending: { framing: 'close', quietMs: 890 } }), {
      totalMs: 900,
    }),
    'not-applicable',
  ],
  ['was not recorded, in an earlier version', receiving(null, { totalMs: 900 }), 'inconclusive'],
])('a body that %s', (_what, row, outcome) => expect(check(row).outcome).toBe(outcome));

test.each([
  ['that is made while it is sent', 0, 'makes the body while it sends it'],
  ['whose end comes late', 190, 'ends the response 190 ms later'],
])('a short body %s is a note', (_what, quietMs, text) =>
  expect(
    check(receiving(responseWith({ contentLength: null, ending: { framing: 'chunked', quietMs } }), { totalMs: 202 })),
  ).toMatchObject({ outcome: 'note', summary: expect.stringContaining(text) }),
);

test('without an answer there is no body', () => expect(check(refused('127.0.0.1')).outcome).toBe('not-applicable'));

test('the finding has the price of the body alone', () =>
  expect(check(body(MIB, 202))).toMatchObject({
    severity: 'medium',
    costMs: 200,
    summary: 'The first byte comes after 2.0 ms, and the body of 1.0 MiB takes 200 ms more.',
    facts: [{ text: `The body: ${MIB} bytes, in 4 parts with pauses of 5 ms or more.` }],
  }));

test('a second is severe', () => expect(check(body(MIB, 1_002))).toMatchObject({ severity: 'high' }));

const encoded = (sent: string | null, bytes: number, revalidation: Encodings['revalidation']): Encodings => ({
  answers: [
    { asked: 'identity', sent: null, bytes: MIB, visits: visits(202), unfinishedMs: null },
    { asked: 'gzip', sent, bytes, visits: visits(202), unfinishedMs: null },
  ],
  revalidation,
});

test.each([
  ['neither', encoded(null, MIB, 'no-validator'), ['send less', 'send an ETag', 'compress it']],
  ['a 304', encoded(null, MIB, 'not-modified'), ['send less', 'compress it']],
  ['a compression that helps', encoded('gzip', 100_000, 'whole-again'), ['send less', 'send an ETag']],
  ['a compression that does not', encoded('gzip', MIB, 'not-modified'), ['send less', 'compress it']],
])('the advice leaves out what the server does: %s', (_what, encodings, advice) => {
  const opinion = check(body(MIB, 202), encodings);
  expect(opinion.outcome === 'fail' && opinion.advice.map((each) => each.do)).toEqual(
    advice.map((text) => expect.stringContaining(text)),
  );
});
