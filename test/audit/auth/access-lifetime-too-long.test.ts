import { expect, test } from 'vitest';
import { accessLifetimeTooLong } from '../../../src/audit/auth/access-lifetime-too-long.ts';
import { at } from '../literals.ts';
import { responses, token } from './auth-responses.ts';

const LIMIT_S = 15 * 60;

test.each([
  ['at the limit', LIMIT_S, null, 'pass'],
  ['within the rounding', LIMIT_S + 5, null, 'pass'],
  ['past it', LIMIT_S + 6, null, 'fail'],
  ['opaque, with a stated lifetime at the limit', null, LIMIT_S + 5, 'pass'],
  ['opaque, with a longer stated lifetime', null, LIMIT_S + 6, 'fail'],
  ['short by its own exp, with a longer time stated beside it', LIMIT_S, 86_400, 'pass'],
  ['opaque, without a stated lifetime', null, null, 'not-applicable'],
])('an access token %s', (_what, accessS, statedS, outcome) => {
  const seen = responses({ tokens: [token({ statedS })] });
  const lifetimes = { accessS, refreshS: 864_000 };
  expect(accessLifetimeTooLong.check({ lifetimes, 'auth-responses': seen }, at()).outcome).toBe(outcome);
});

test.each([
  [3_600, '1 h'],
  [86_400, '24 h'],
  [172_800, '2 days'],
  [1_200, '20 min'],
  [3_601, '3601 s'],
])('%s s are written as %s', (accessS, words) =>
  expect(accessLifetimeTooLong.check({ lifetimes: { accessS, refreshS: null } }, at())).toMatchObject({
    severity: 'medium',
    summary: expect.stringContaining(`the access token is valid for ${words}, and 15 min is the limit`),
  }),
);

test.each([
  ['at the limit of a profile', 305, { accessLifetimeS: 300 }, 'pass'],
  ['past the limit of a profile', 306, { accessLifetimeS: 300 }, 'fail'],
  ['within a longer limit of a profile', 3_605, { accessLifetimeS: 3_600 }, 'pass'],
  ['past its own limit, where a profile limits other tokens', 906, { refreshLifetimeS: 3_600 }, 'fail'],
])('an access token %s', (_what, accessS, limits, outcome) =>
  expect(accessLifetimeTooLong.check({ lifetimes: { accessS, refreshS: null } }, { ...at(), limits }).outcome).toBe(
    outcome,
  ),
);

test.each([
  [300, 'longer than 5 minutes', '5 min is the limit', 'expire after 5 min'],
  [3_600, 'longer than 1 h', '1 h is the limit', 'expire after 1 h'],
  [7_200, 'longer than 2 hours', '2 h is the limit', 'expire after 2 h'],
])('a limit of %d s is in the title, the summary and the advice', (accessLifetimeS, title, summary, advice) => {
  const limits = { accessLifetimeS };
  expect(accessLifetimeTooLong.textsUnder?.(limits).title).toContain(title);
  const made = accessLifetimeTooLong.check({ lifetimes: { accessS: 86_400, refreshS: null } }, { ...at(), limits });
  expect(made).toMatchObject({
    summary: expect.stringContaining(summary),
    advice: [{ do: expect.stringContaining(advice) }],
  });
});

test('the line of a stack is for the limit of the check, and the advice says so under another one', () => {
  const surface = { preset: 'supabase' } as Parameters<typeof accessLifetimeTooLong.check>[0]['auth-surface'] & object;
  const evidence = { lifetimes: { accessS: 86_400, refreshS: null }, 'auth-surface': surface };
  const adviceUnder = (accessLifetimeS: number): unknown =>
    accessLifetimeTooLong.check(evidence, { ...at(), limits: { accessLifetimeS } });
  expect(adviceUnder(300)).toMatchObject({
    advice: [{ do: expect.stringMatching(/15 min; the limit here is 5 min\)$/) }],
  });
  expect(JSON.stringify(adviceUnder(900))).not.toContain('the limit here');
});
