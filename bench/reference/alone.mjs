// The upper bound for the token work: verifies one token, signs two, and rotates with its audit row in one durable commit,
// in a plain loop without HTTP. `together` rotations share a commit, as with eight concurrent clients.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dist = new URL('../../dist/reference/', import.meta.url);
const load = (path) => import(new URL(path, dist));

export async function alone(together, ms) {
  const [{ openSqliteStore }, { createTokens, sessionOf }, { createKeyring }, { makeKey }, { fingerprint }] =
    await Promise.all([
      load('store/sqlite/store.js'),
      load('tokens/tokens.js'),
      load('tokens/keyring.js'),
      load('tokens/keys.js'),
      load('tokens/jwt.js'),
    ]);
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-bench-'));
  const store = openSqliteStore(join(folder, 'alone.db'));
  const keyring = createKeyring([await makeKey('HS256', 0)]);
  const tokens = createTokens({ keyring, accessSeconds: 900, refreshSeconds: 43_200, nowMs: Date.now });
  const origin = { ip: '127.0.0.1', requestId: 'bench' };

  await store.addUsers(['user1'], 'no hash');
  const open = async () => {
    const session = tokens.newSession(1);
    const { refresh, refreshHash } = tokens.issue(session);
    const opening = { id: session.id, userId: 1, tokenHash: refreshHash, attempt: '' };
    await store.openSession({ ...opening, expiresAtMs: session.expiresAtS * 1000 }, { ...origin, atMs: Date.now() });
    return refresh;
  };
  const trade = async (presented) => {
    const { claims } = tokens.verify(presented, 'refresh');
    const { refresh, refreshHash } = tokens.issue(sessionOf(claims));
    const session = sessionOf(claims);
    const rotation = {
      session,
      presentedHash: fingerprint(presented, claims.jti),
      successorHash: refreshHash,
      lockMs: 1000,
    };
    const outcome = await store.rotate(rotation, { ...origin, atMs: Date.now() });
    if (outcome !== 'rotated') throw new Error(`alone: ${outcome}`);
    return refresh;
  };

  let chains = await Promise.all(Array.from({ length: together }, open));
  let done = 0;
  const startMs = performance.now();
  for (; performance.now() - startMs < ms; done += together) chains = await Promise.all(chains.map(trade));
  const perSecond = (done / (performance.now() - startMs)) * 1000;
  await store.close();
  await rm(folder, { recursive: true });
  return perSecond;
}
