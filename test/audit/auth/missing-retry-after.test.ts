import { expect, test } from 'vitest';
import { missingRetryAfter } from '../../../src/audit/auth/missing-retry-after.ts';
import { at } from '../literals.ts';
import { answered, bad, reset } from './bad-inputs.ts';
import { guessed, thenAnswered } from './failed-logins.ts';

const limited = (hasRetryAfter: boolean) => ({ tried: [bad('unknown', answered({ status: 429, hasRetryAfter }))] });
const none = { tried: [bad('unknown', answered({ status: 401 })), bad('odd-text', reset)] };

test.each([
  ['no 429', none, undefined, 'not-applicable'],
  ['bad input limited, with the header', limited(true), undefined, 'pass'],
  ['bad input limited, without it', limited(false), undefined, 'fail'],
  ['failed logins limited, with the header', none, thenAnswered(guessed(10), 429), 'pass'],
  ['failed logins limited, without it', none, thenAnswered(guessed(10), 429, false), 'fail'],
  ['no limit at all', none, guessed(100), 'not-applicable'],
] as const)('%s', (_what, badInput, logins, outcome) => {
  const evidence = { 'bad-input': badInput, ...(logins === undefined ? {} : { 'failed-logins': logins }) };
  expect(missingRetryAfter.check(evidence, at()).outcome).toBe(outcome);
});
