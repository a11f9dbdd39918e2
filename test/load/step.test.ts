import { expect, test } from 'vitest';
import { retryAfterMs } from '../../src/load/step.ts';
import { measuring, pass, serverWith, users, WARMUP_PER_USER } from './measured.ts';
import type { Rule } from './token-server.ts';

const REFRESH = '/api/token/refresh/';

const NOW_MS = Date.parse('2026-01-01T00:00:00Z');

test.each([
  ['seconds', '2', 2_000],
  ['none at all', '0', 0],
  ['a date', 'Thu, 01 Jan 2026 00:00:05 GMT', 5_000],
  ['a date that is over', 'Wed, 31 Dec 2025 23:59:00 GMT', 0],
  ['nothing', '', 1_000],
  ['words', 'later', 1_000],
  ['a day: an hour is the most that anybody waits', '86400', 3_600_000],
  ['a year from now', 'Fri, 01 Jan 2027 00:00:00 GMT', 3_600_000],
])('Retry-After with %s', (_what, text, ms) => expect(retryAfterMs(text, NOW_MS)).toBe(ms));

const limited =
  (retryAfter: string): Rule =>
  ({ served }, response) => {
    if (served !== WARMUP_PER_USER + 5) return false;
    response.writeHead(429, { 'retry-after': retryAfter }).end('{}');
    return true;
  };

test('an answer of 429 is counted apart, and the chain goes on with the token it has', async () => {
  const { result } = await pass(await serverWith(limited('0')));
  expect(result).toMatchObject({ n: 19, errors: 0, throttled: 1, relogins: 0, statuses: { 200: 19, 429: 1 } });
});

test('Retry-After is waited out', async () => {
  const { result } = await pass(await serverWith(limited('1')));
  expect(result.tookMs).toBeGreaterThanOrEqual(1_000);
});

test('but not beyond the end of the pass', async () => {
  const { result } = await pass(await serverWith(limited('3600')), { maxTimeMs: 300 });
  expect(result).toMatchObject({ throttled: 1, stoppedEarly: expect.stringMatching(/^out of time, [67] of 20 done$/) });
});

function expiringIn(seconds: number): string {
  const nowS = Math.floor(Date.now() / 1_000);
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  return [encode({ alg: 'none' }), encode({ iat: nowS - 100, exp: nowS + seconds }), 'x'].join('.');
}

test.each([
  ['about to end is renewed once, off the measured path', 5, 1],
  ['that lives on is left alone', 10_000, 0],
])('an access token %s', async (_promise, seconds, renewals) => {
  const server = await serverWith();
  const holders = users(1).map((user) => ({
    ...user,
    session: { ...user.session, values: { ...user.session.values, access: expiringIn(seconds) } },
  }));
  const { result } = await pass(server, { ...measuring('api'), users: holders });
  expect(result).toMatchObject({ n: 20, errors: 0, relogins: 0 });
  expect(server.requests.filter((path) => path === REFRESH)).toHaveLength(renewals);
  expect(server.requests.filter((path) => path === '/api/me/')).toHaveLength(20 + WARMUP_PER_USER);
});
