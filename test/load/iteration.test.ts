import { expect, test } from 'vitest';
import { endText } from '../../src/model/trial-end.ts';
import { measuring, trialAt, serverWith, users, WARMUP_PER_USER } from './measured.ts';
import type { Rule } from './token-server.ts';

const REFRESH = '/api/token/refresh/';

const limited =
  (retryAfter: string): Rule =>
  ({ served }, response) => {
    if (served !== WARMUP_PER_USER + 5) return false;
    response.writeHead(429, { 'retry-after': retryAfter }).end('{}');
    return true;
  };

test('a 429 is counted apart, and the user keeps its token', async () => {
  const { result } = await trialAt(await serverWith(limited('0')));
  expect(result).toMatchObject({ n: 19, errors: 0, throttled: 1, relogins: 0, statuses: { 200: 19, 429: 1 } });
});

test('Retry-After is waited out', async () => {
  const { result } = await trialAt(await serverWith(limited('1')));
  expect(result.tookMs).toBeGreaterThanOrEqual(1_000);
});

test.each([
  ['a day', '86400'],
  ['more than a number of ms can hold', '9'.repeat(30)],
  ['the year 9999', 'Fri, 31 Dec 9999 23:59:59 GMT'],
])('a Retry-After of %s, longer than the rest of the trial, ends the trial with the reason', async (_what, text) => {
  const { result, retryBeyondEndMs } = await trialAt(await serverWith(limited(text)), { maxTimeMs: 60_000 });
  const said = /^throttled: 429 with Retry-After \d+ s, longer than the trial had left, 5 of 20 done$/;
  expect(result).toMatchObject({ n: 5, throttled: 1 });
  expect(endText(result.ended)).toMatch(said);
  expect(retryBeyondEndMs).toBeGreaterThan(60_000);
  expect(result.tookMs).toBeLessThan(30_000);
});

test.each(['soon', '-5', ''])(
  'Retry-After "%s" is invalid: the user waits a second, and the trial goes on',
  async (text) => {
    const waits: unknown[] = [];
    const { result } = await trialAt(await serverWith(limited(text)), { onWait: (wait) => waits.push(wait) });
    expect(result).toMatchObject({ n: 19, throttled: 1, ended: null });
    expect(waits).toEqual([{ askedMs: null, taken: 6 }]);
  },
);

test('in the open model a user that must wait for a day sends no more, and the others go on', async () => {
  const model = { kind: 'open', perSecond: 200, pace: { kind: 'constant', perSecond: 200 } } as const;
  const server = await serverWith(({ token, served }, response) => {
    if (!token.endsWith('-0') || served < 4) return false;
    response.writeHead(429, { 'retry-after': '86400' }).end('{}');
    return true;
  });
  const { result } = await trialAt(server, { users: users(2), model, warmUp: 'three-each' });
  expect(result.n + result.throttled).toBe(20);
  expect(result.ended).toBeNull();
});

function expiringIn(seconds: number): string {
  const nowS = Math.floor(Date.now() / 1_000);
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  return [encode({ alg: 'none' }), encode({ iat: nowS - 100, exp: nowS + seconds }), 'x'].join('.');
}

test.each([
  ['about to end is renewed once, off the measured path', 5, 1],
  ['that is still valid for long is not renewed', 10_000, 0],
])('an access token %s', async (_promise, seconds, renewals) => {
  const server = await serverWith();
  const holders = users(1).map((user) => ({
    ...user,
    session: { ...user.session, values: { ...user.session.values, access: expiringIn(seconds) } },
  }));
  const { result } = await trialAt(server, { ...measuring('api'), users: holders });
  expect(result).toMatchObject({ n: 20, errors: 0, relogins: 0 });
  expect(server.requests.filter((path) => path === REFRESH)).toHaveLength(renewals);
  expect(server.requests.filter((path) => path === '/api/me/')).toHaveLength(20 + WARMUP_PER_USER);
});
