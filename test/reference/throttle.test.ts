import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startRedis, type OwnedRedis } from '../serve/redis.ts';
import { partIsHere, testWith } from '../serve/require.ts';
import { post, serve, USER, type Answer, type Served } from './client.ts';

const FAILURES = 3;
const WINDOW_S = 60;
const throttle = { failures: FAILURES, windowSeconds: WINDOW_S };

let server: Served;
beforeEach(async () => {
  // With a quick hash the right password could be judged before the wrong ones have reached the limit.
  server = await serve({ throttle, slowness: {} });
});
afterEach(() => server.close());

const login = (password: string, username = 'user1', url = server.url): Promise<Answer> =>
  post(url, '/api/token/', { username, password });
const statusesOf = (answers: readonly Answer[]): number[] => answers.map(({ status }) => status);

async function failOften(username: string): Promise<void> {
  for (let guess = 0; guess < FAILURES; guess += 1) expect((await login('wrong', username)).status).toBe(401);
}

describe.each(['user1', 'nobody'])('throttling does not reveal whether an account exists: %s', (username) => {
  test('after the limit even the right password must wait, and Retry-After gives the time', async () => {
    await failOften(username);
    const answer = await login(USER.password, username);
    expect([answer.status, answer.headers.get('retry-after'), answer.body['code']]).toEqual([
      429,
      String(WINDOW_S),
      'too_many_failures',
    ]);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    server.clock.nowMs += 20_500;
    expect((await login('wrong', username)).headers.get('retry-after')).toBe('40');
  });
});

test('after the wait a login is possible, and a success resets the failures', async () => {
  await failOften('user1');
  server.clock.nowMs += WINDOW_S * 1000;
  expect(statusesOf([await login('wrong'), await login('wrong'), await login(USER.password)])).toEqual([401, 401, 200]);
  await failOften('user1');
  expect((await login(USER.password)).status).toBe(429);
});

test('names are case-insensitive, and each name has its own count', async () => {
  await failOften('user1');
  expect((await login(USER.password, 'USER1')).status).toBe(429);
  expect((await login(USER.password, 'user2')).status).toBe(200);
});

test('each address has its own count', async () => {
  await failOften('user1');
  const { port } = new URL(server.url);
  const answer = await login(USER.password, 'user1', `http://[::1]:${port}/`).catch(() => null);
  // Without IPv6 the server listens on no other loopback address.
  expect([200, undefined]).toContain(answer?.status);
});

test('forwarding headers do not change the address', async () => {
  await failOften('user1');
  const claims = { 'X-Forwarded-For': '10.0.0.1', 'X-Real-IP': '10.0.0.1', Forwarded: 'for=10.0.0.1' };
  expect((await post(server.url, '/api/token/', USER, claims)).status).toBe(429);
});

test('of many concurrent guesses only those within the limit are judged; beyond it right and wrong look the same', async () => {
  const guesses = Array.from({ length: 40 }, (_, index) => login(`guess ${index}`));
  const right = login(USER.password);
  const wrong = await Promise.all(guesses);
  expect((await right).status).toBe(429);
  const judged = wrong.filter(({ status }) => status === 401);
  // Guesses in hashing when the limit is reached, one on each of the four threads, may still be judged.
  expect(judged.length).toBeGreaterThanOrEqual(FAILURES);
  expect(judged.length).toBeLessThanOrEqual(FAILURES + 4);
  const [one] = wrong.filter(({ status }) => status === 429);
  expect((await right).body).toEqual(one?.body);
});

describe.runIf(partIsHere('redis').here)('with a shared Redis', () => {
  let redis: OwnedRedis;
  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(() => redis.stop());

  testWith(['redis'])('two servers share the count', async () => {
    const store = { kind: 'redis', url: redis.url } as const;
    const [one, other] = [await serve({ throttle, store }), await serve({ throttle, store })];
    const answers = [
      await login('wrong', 'user1', one.url),
      await login('wrong', 'user1', other.url),
      await login('wrong', 'user1', one.url),
      await login(USER.password, 'user1', other.url),
    ];
    await one.close();
    await other.close();
    expect(statusesOf(answers)).toEqual([401, 401, 401, 429]);
  });
});
