// The memory of Redis for a session, a rotation and an audit entry, measured on some 100,000 of each.

import { randomBytes } from 'node:crypto';
import { loaded } from '../typescript.mjs';
import { machine } from './machine.mjs';
import { openStage } from './stage.mjs';

const SESSIONS = 100_000;
const TOGETHER = 500;
const LIFETIME_MS = 43_200_000;
const ADDRESS = '192.0.2.100';

export const memory = () => ({
  cases: [{ id: `${SESSIONS} sessions`, measure: measured }],
  wrong: (_id, { sessionBytes, rotationBytes, auditBytes }) =>
    Math.min(sessionBytes, rotationBytes, auditBytes) > 0 ? null : 'a size is not above zero',
  line: ({ sessionBytes, rotationBytes, auditBytes, userBytes }) =>
    `a user ${userBytes.toFixed(0)} B, a session ${sessionBytes.toFixed(0)} B, a rotation ${rotationBytes.toFixed(0)} B, an audit entry ${auditBytes.toFixed(0)} B`,
  summary: () => '',
  close: async () => {},
});

async function measured() {
  const stage = await openStage();
  try {
    const { startRedis } = await loaded('../test/serve/redis.ts');
    const redis = await startRedis('memory');
    stage.later(redis.stop);
    const { openRedisStore } = await import('../../dist/reference/store/redis/store.js');
    const store = await openRedisStore({ url: redis.url });
    stage.later(() => store.close());
    return await sizes(redis, store);
  } finally {
    await stage.close();
  }
}

async function sizes(redis, store) {
  const empty = await usedBytes(redis);
  const names = Array.from({ length: SESSIONS }, (_, index) => `user${index + 1}`);
  await store.addUsers(names, `$argon2id$v=19$m=19456,t=2,p=1$${'x'.repeat(22)}$${'x'.repeat(43)}`);
  const withUsers = await usedBytes(redis);
  const sessions = names.map((_, index) => ({ id: idOf(16), userId: index + 1, tokenHash: hashOf() }));
  await each(sessions, (session) =>
    store.openSession({ ...session, expiresAtMs: Date.now() + LIFETIME_MS, attempt: idOf(32) }, origin()),
  );
  const withSessions = await usedBytes(redis);
  const auditAfterLogins = await auditBytesOf(redis);
  await each(sessions, async ({ id, tokenHash, userId }) => {
    const rotation = { session: { id, userId }, presentedHash: tokenHash, successorHash: hashOf(), lockMs: 1000 };
    const outcome = await store.rotate(rotation, origin());
    if (outcome !== 'rotated') throw new Error(`a rotation was ${outcome}`);
  });
  const withRotations = await usedBytes(redis);
  const audit = await auditBytesOf(redis);
  return {
    userBytes: (withUsers - empty) / SESSIONS,
    sessionBytes: (withSessions - withUsers - auditAfterLogins) / SESSIONS,
    rotationBytes: (withRotations - withSessions - (audit - auditAfterLogins)) / SESSIONS,
    auditBytes: audit / (2 * SESSIONS),
    machine: machine(),
  };
}

async function each(items, work) {
  for (let from = 0; from < items.length; from += TOGETHER) {
    await Promise.all(items.slice(from, from + TOGETHER).map(work));
  }
}

async function usedBytes(redis) {
  return Number(/^used_memory:(\d+)/m.exec(String(await redis.command('info', 'memory')))[1]);
}

/** Exact, because the default samples five parts. */
async function auditBytesOf(redis) {
  const logs = await redis.command('keys', '*audit');
  const sizesOfLogs = await Promise.all(logs.map((log) => redis.command('memory', 'usage', log, 'samples', '0')));
  return sizesOfLogs.reduce((sum, bytes) => sum + Number(bytes), 0);
}

const origin = () => ({ atMs: Date.now(), ip: ADDRESS, requestId: idOf(16) });
const idOf = (bytes) => randomBytes(bytes).toString('base64url');

/** The form of tokens/jwt.ts: the time first, then a digest. */
function hashOf() {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}.${idOf(32)}`;
}
