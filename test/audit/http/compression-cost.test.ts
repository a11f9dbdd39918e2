import { expect, test } from 'vitest';
import { compressionCost } from '../../../src/audit/http/compression-cost.ts';
import type { Encodings } from '../../../src/model/encodings.ts';
import { answering, at, loopback } from '../literals.ts';
import { visits } from './responses.ts';

type Answer = Encodings['answers'][number];

const answer = (asked: Answer['asked'], sent: string | null, ms: number, over: Partial<Answer> = {}): Answer => ({
  asked,
  sent,
  bytes: sent === null ? 400_000 : 40_000,
  visits: visits(ms, ms),
  unfinishedMs: null,
  ...over,
});
const plain = answer('identity', null, 5);
const browser = 'gzip, deflate, br';

const check = (answers: readonly Answer[] | null, server: string | null = null) =>
  compressionCost.check(
    {
      addresses: loopback([answering('127.0.0.1', 0.2, server)]),
      ...(answers === null ? {} : { encodings: { answers, revalidation: 'no-validator' } }),
    },
    at(),
  );

test.each([
  ['takes as long', [plain, answer(browser, 'br', 5)], 'pass'],
  ['takes longer by the threshold', [plain, answer(browser, 'br', 105)], 'pass'],
  ['takes longer by more than it', [plain, answer(browser, 'br', 105.1)], 'fail'],
  ['is slow with gzip alone', [plain, answer('gzip', 'gzip', 300), answer(browser, 'br', 10)], 'fail'],
  ['does not end', [plain, answer(browser, null, 0, { visits: [], unfinishedMs: 1_500 })], 'fail'],
  ['is plain after all', [plain, answer(browser, null, 400)], 'not-applicable'],
  [
    'was compressed where plain was asked for',
    [answer('identity', 'gzip', 5), answer(browser, 'gzip', 400)],
    'inconclusive',
  ],
  ['has no plain one beside it', [answer(browser, 'br', 400)], 'inconclusive'],
])('a compressed answer that %s', (_what, answers, outcome) => expect(check(answers).outcome).toBe(outcome));

test('a short body is not compared', () => expect(check(null).outcome).toBe('not-applicable'));

test('the finding has both times and the bytes of each', () =>
  expect(check([plain, answer(browser, 'br', 405)])).toMatchObject({
    severity: 'medium',
    costMs: 400,
    summary: expect.stringContaining('waits 405 ms for the answer, one that asks for no compression 5.0 ms'),
    facts: [
      {
        rows: [
          ['identity', 'plain', '391 KiB', '5.0 ms'],
          [browser, 'br', '39 KiB', '405 ms'],
        ],
      },
    ],
  }));

test('an answer that was given up costs at least the wait for it', () =>
  expect(check([plain, answer(browser, null, 0, { bytes: 0, visits: [], unfinishedMs: 1_500 })])).toMatchObject({
    severity: 'high',
    costMs: 1_495,
    summary: expect.stringContaining('more than 1.50 s'),
  }));

test('a known server gets its own line', () =>
  expect(check([plain, answer('gzip', 'gzip', 405)], 'nginx')).toMatchObject({
    advice: [{ command: 'gzip_comp_level 1;' }],
  }));
