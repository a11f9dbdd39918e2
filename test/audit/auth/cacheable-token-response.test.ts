import { expect, test } from 'vitest';
import { cacheableTokenResponse } from '../../../src/audit/auth/cacheable-token-response.ts';
import type { SeenResponse } from '../../../src/model/auth-responses.ts';
import { at } from '../literals.ts';
import { response, responses } from './auth-responses.ts';

const check = (...seen: readonly SeenResponse[]) =>
  cacheableTokenResponse.check({ 'auth-responses': responses({ responses: seen }) }, at());

test.each([
  ['no-store', { cacheControl: ['no-store'] }, 'pass', undefined],
  ['no-store among others', { cacheControl: ['private', 'no-store', 'max-age=60'] }, 'pass', undefined],
  ['no header', { cacheControl: [] }, 'fail', 'low'],
  ['no-cache, which permits to store it', { cacheControl: ['no-cache'] }, 'fail', 'low'],
  ['max-age=0', { cacheControl: ['max-age=0'] }, 'fail', 'low'],
  ['max-age=1', { cacheControl: ['max-age=1'] }, 'fail', 'medium'],
  ['s-maxage=60', { cacheControl: ['s-maxage=60'] }, 'fail', 'medium'],
  ['Expires', { cacheControl: [], expires: true }, 'fail', 'medium'],
  ['no header, to a GET', { method: 'GET', cacheControl: [] }, 'fail', 'medium'],
] as const)('a response with %s', (_what, over, outcome, severity) => {
  const found = check(response(over));
  expect([found.outcome, found.outcome === 'fail' ? found.severity : undefined]).toEqual([outcome, severity]);
});

test('one of two responses is enough to fail, and it is named once', () => {
  const open = response({ to: 'renewal', path: '/refresh', cacheControl: [] });
  expect(check(response(), open, open)).toMatchObject({
    summary: expect.stringMatching(/^The response to POST \/refresh holds tokens/),
  });
});

test('tokens in no body decide nothing', () => expect(check().outcome).toBe('not-applicable'));
