import { expect, test } from 'vitest';
import { endText } from '../../src/model/trial-end.ts';
import { trialAt, serverWith, users, WARMUP_PER_USER } from './measured.ts';
import type { Rule, TokenServer } from './token-server.ts';

const LOGIN = '/api/token/';

test.each([
  ['one user', 1],
  ['four users', 4],
])('%s: exactly the requested number of responses is measured, without the warm-up', async (_who, n) => {
  const server = await serverWith();
  const { result } = await trialAt(server, { users: users(n) });
  expect(result).toMatchObject({ n: 20, errors: 0, statuses: { 200: 20 }, connections: n, ended: null });
  expect(result.warmup).toBe(WARMUP_PER_USER * n);
  expect(result.perSecond * (result.tookMs / 1_000)).toBeCloseTo(20, 6);
  expect(server.requests.length).toBe(20 + WARMUP_PER_USER * n);
});

test('each refresh token is presented once, in this trial and in the next one with the same users', async () => {
  const server = await serverWith();
  const first = await trialAt(server, { users: users(4) });
  await trialAt(server, { users: first.users });
  expect(server.presented.size).toBe(2 * (20 + 4 * WARMUP_PER_USER));
  expect(new Set(server.presented.values())).toEqual(new Set([1]));
});

test.each([
  ['kept-alive', 2],
  ['new-per-request', 20 + 2 * WARMUP_PER_USER],
] as const)('%s opens %i connections for two users', async (connection, connections) => {
  const server = await serverWith();
  const { result } = await trialAt(server, { users: users(2), connection });
  expect(result).toMatchObject({ n: 20, errors: 0, connection });
  expect(server.connections()).toBe(connections);
  // The connect is before the write, so it is in user time and not in service time.
  expect(result.userMs?.mean).toBeGreaterThan(result.serviceMs?.mean ?? Infinity);
});

const again: Rule = (_presented, response) => {
  response.end('{"access":"always the same","refresh":"always the same"}');
  return true;
};

test('a response that repeats its token is an error', async () => {
  const { result } = await trialAt(await serverWith(again));
  expect(result).toMatchObject({
    n: 0,
    errors: 20,
    reasons: { 'the same access token as before': 20 },
    serviceMs: null,
    perSecond: 0,
    ended: null,
  });
});

/** Longer than an answer of a busy machine. */
const LATE_MS = 1_500;

test('a request that fails late is in the timeline with its time, and in no latency', async () => {
  const late: Rule = ({ served, path }, response) => {
    if (served !== 8 || path === LOGIN) return false;
    setTimeout(() => response.destroy(), LATE_MS);
    return true;
  };
  const { result } = await trialAt(await serverWith(late));
  expect(result).toMatchObject({ n: 19, errors: 1, reasons: { reset: 1 } });
  const failed = result.timeline.flatMap((stretch) => stretch.failed ?? []);
  expect(failed).toHaveLength(1);
  expect(failed[0]?.longestMs).toBeGreaterThan(LATE_MS * 0.9);
  expect(result.timeline.reduce((sum, { errors }) => sum + errors, 0)).toBe(1);
  expect(result.serviceMs?.max).toBeLessThan(LATE_MS * 0.9);
});

test('a user with a broken chain signs in again, which is neither measured nor counted', async () => {
  const broken: Rule = ({ served, path }, response) => {
    if (served !== 8 || path === LOGIN) return false;
    response.writeHead(401).end('{}');
    return true;
  };
  const server = await serverWith(broken);
  const { result } = await trialAt(server);
  expect(result).toMatchObject({ n: 19, errors: 1, statuses: { 200: 19, 401: 1 } });
  expect(result.reasons).toEqual({ 'status 401': 1 });
  expect(server.requests.filter((path) => path === LOGIN)).toHaveLength(1);
  expect(server.requests[9]).toBe(LOGIN);
});

test('where the sign-in gets no response either, the user keeps its session', async () => {
  const resetsSignIn: Rule = ({ served, path }, response) => {
    if (path === LOGIN) response.socket?.destroy();
    if (served === 8) response.writeHead(401).end('{}');
    return path === LOGIN || served === 8;
  };
  const { result } = await trialAt(await serverWith(resetsSignIn));
  expect(result).toMatchObject({ n: 19, errors: 1, ended: null });
});

test('a stopped server ends the trial after ten failures in a row, with the reason', async () => {
  const server: TokenServer = await serverWith(({ served }) => {
    if (served === WARMUP_PER_USER + 50) server.stop();
    return false;
  });
  const { result } = await trialAt(server, { requests: 1_000 });
  expect(result.n).toBe(50);
  expect(result.errors).toBe(10);
  expect(result.reasons).toMatchObject({ refused: expect.any(Number) });
  expect(endText(result.ended)).toBe('the server stopped answering (refused), 60 of 1000 done');
});

test('nine failures in a row, a response and nine more failures are errors, but the server is not gone', async () => {
  const flaky: Rule = ({ served }, response) => {
    const measured = served - WARMUP_PER_USER;
    if (measured < 0 || measured % 10 === 9) return false;
    response.socket?.destroy();
    return true;
  };
  const { result } = await trialAt(await serverWith(flaky));
  expect(result).toMatchObject({ n: 2, errors: 18, reasons: { reset: 18 }, ended: null });
});

test('without a listener the trial ends at once with the reason', async () => {
  const server = await serverWith();
  server.stop();
  const { result } = await trialAt(server);
  expect(result).toMatchObject({
    n: 0,
    errors: 10,
    ended: { kind: 'server-gone', failure: 'refused', done: 10, of: 20 },
  });
});

test('an abort keeps the measured responses and does not wait for those in flight', async () => {
  const interruption = new AbortController();
  const silentAfterFifty: Rule = ({ served }) => {
    if (served < WARMUP_PER_USER + 50) return false;
    interruption.abort();
    return true;
  };
  const { result } = await trialAt(await serverWith(silentAfterFifty), {
    requests: 1_000,
    signal: interruption.signal,
  });
  expect(result).toMatchObject({ n: 50, errors: 0, ended: { kind: 'interrupted', done: 50, of: 1_000 } });
});

test('a trial at its time limit reports how many requests were done', async () => {
  const { result } = await trialAt(await serverWith(), { maxTimeMs: 0 });
  expect(result).toMatchObject({ n: 0, errors: 0, ended: { kind: 'out-of-time', done: 0, of: 20 } });
});

test('progress is reported after each response', async () => {
  const progress: number[] = [];
  await trialAt(await serverWith(), { onProgress: (taken) => progress.push(taken) });
  expect(progress.slice(-3)).toEqual([18, 19, 20]);
});

test('until sure: the trial ends when the interval does not contain the limit, long before its time', async () => {
  const limit = { suite: 'refresh', text: 'refresh mean < 1s', statistic: 'mean', limitMs: 1_000 } as const;
  const { result } = await trialAt(await serverWith(), { requests: Infinity, limit, untilSure: true });
  expect(result.n).toBeGreaterThan(100);
  expect(result.tookMs).toBeLessThan(20_000);
  expect(result.ended).toBeNull();
});

test('until sure: without such an interval the trial ends at its time limit and reports it', async () => {
  const never = { suite: 'refresh', text: 'refresh max < 1s', statistic: 'max', limitMs: 1_000 } as const;
  const { result } = await trialAt(await serverWith(), {
    requests: Infinity,
    limit: never,
    untilSure: true,
    maxTimeMs: 700,
  });
  expect(endText(result.ended)).toMatch(/^out of time/);
});
