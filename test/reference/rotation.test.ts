import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqliteStore } from '../../src/reference/store/sqlite/store.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimsIn, getMe, pairOf, refresh, serve, signIn, type Served } from './client.ts';

const HOUR_MS = 3_600_000;

let server: Served;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
  server = await serve({ store: { kind: 'sqlite', file: join(folder, 'reference.db') } });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

test('a refresh returns two new tokens, and the newest is always valid', async () => {
  let pair = await signIn(server.url);
  for (let round = 0; round < 5; round += 1) {
    const next = pairOf(await refresh(server.url, pair.refresh));
    expect(next.refresh).not.toBe(pair.refresh);
    expect(next.access).not.toBe(pair.access);
    expect((await getMe(server.url, next.access)).status).toBe(200);
    pair = next;
  }
});

test.each([
  ['a double submit gets Retry-After until 999 ms', 999, 429, 'refresh_in_progress', 200],
  ['from 1000 ms on it is reuse, and the family ends', 1000, 401, 'token_reused', 401],
])('%s', async (_case, laterMs, status, code, successorStatus) => {
  const first = await signIn(server.url);
  const second = pairOf(await refresh(server.url, first.refresh));
  server.clock.nowMs += laterMs;
  const again = await refresh(server.url, first.refresh);
  expect([again.status, again.body['code']]).toEqual([status, code]);
  expect(again.headers.get('retry-after')).toBe(status === 429 ? '1' : null);
  expect((await getMe(server.url, second.access)).status).toBe(successorStatus);
  expect((await refresh(server.url, second.refresh)).status).toBe(successorStatus);
});

test('reuse in one session does not end other sessions of the user', async () => {
  const [stolen, other] = [await signIn(server.url), await signIn(server.url)];
  await refresh(server.url, stolen.refresh);
  server.clock.nowMs += 1000;
  await refresh(server.url, stolen.refresh);
  expect((await refresh(server.url, other.refresh)).status).toBe(200);
});

test('of ten concurrent refreshes one succeeds, nine get 429, and the new token is valid', async () => {
  for (let trial = 0; trial < 5; trial += 1) {
    const { refresh: token } = await signIn(server.url);
    const answers = await Promise.all(Array.from({ length: 10 }, () => refresh(server.url, token)));
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([200, ...Array.from({ length: 9 }, () => 429)]);
    const [winner] = answers.filter(({ status }) => status === 200).map(pairOf);
    expect((await refresh(server.url, winner?.refresh ?? '')).status).toBe(200);
  }
});

test('a refresh does not extend the session, and the last access token expires with it', async () => {
  const first = await signIn(server.url);
  const endS = claimsIn(first.refresh)['exp'];
  server.clock.nowMs += 12 * HOUR_MS - 60_000;
  const last = pairOf(await refresh(server.url, first.refresh));
  expect([claimsIn(last.refresh)['exp'], claimsIn(last.access)['exp']]).toEqual([endS, endS]);
  server.clock.nowMs += 60_000;
  expect((await refresh(server.url, last.refresh)).status).toBe(401);
});

test('the audit log distinguishes login, refresh, double submit, reuse and later requests', async () => {
  const first = await signIn(server.url);
  const second = pairOf(await refresh(server.url, first.refresh));
  await refresh(server.url, first.refresh);
  server.clock.nowMs += 1000;
  await refresh(server.url, first.refresh);
  await refresh(server.url, second.refresh);
  const store = openSqliteStore(join(folder, 'reference.db'));
  const entries = await store.auditSince(0, 10);
  await store.close();
  expect(entries.map(({ event, outcome }) => `${event} ${outcome}`)).toEqual([
    'login ok',
    'refresh ok',
    'refresh locked',
    'reuse reuse',
    'refresh revoked',
  ]);
  expect(new Set(entries.map(({ userId, sessionId }) => `${userId} ${sessionId}`)).size).toBe(1);
});

test('purging removes expired sessions and keeps live ones', async () => {
  const { refresh: token } = await signIn(server.url);
  const store = openSqliteStore(join(folder, 'reference.db'));
  const endMs = server.clock.nowMs + 12 * HOUR_MS;
  expect([
    await store.purgeExpired(endMs - 1, 10),
    await store.purgeExpired(endMs, 10),
    await store.purgeExpired(endMs, 10),
  ]).toEqual([
    { tokens: 0, sessions: 0, attempts: 0 },
    { tokens: 1, sessions: 1, attempts: 0 },
    { tokens: 0, sessions: 0, attempts: 0 },
  ]);
  await store.close();
  expect((await refresh(server.url, token)).body['code']).toBe('token_not_valid');
});
