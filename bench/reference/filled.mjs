// A store with many tokens: sessions of ten rotations each, made with the server's own schema.

import { randomBytes } from 'node:crypto';

const dist = new URL('../../dist/reference/', import.meta.url);
const TOKENS_A_SESSION = 10;
const BATCH = 20_000;

/** With `expiresAtMs` in the past the clean-up has work to do. */
export async function fill(file, tokens, { expiresAtMs = Date.now() + 43_200_000, indexed = true } = {}) {
  const { openSqliteStore } = await import(new URL('store/sqlite/store.js', dist));
  const { database, ...store } = openSqliteStore(file, { indexed });
  await store.addUsers(['earlier'], 'no hash');
  const userId = (await store.findUser('earlier')).id;
  const addSession = database.query('INSERT INTO sessions(id, user_id, created_at, expires_at) VALUES(?, ?, ?, ?)');
  const addToken = database.query(
    'INSERT INTO refresh_tokens(hash, session_id, seq, expires_at, used_at) VALUES(?, ?, ?, ?, ?)',
  );
  const bornMs = Date.now() - 43_200_000;
  const makeSession = (firstToken) => {
    const session = randomBytes(16).toString('base64url');
    addSession.run(session, userId, bornMs, expiresAtMs);
    for (let seq = 0; seq < TOKENS_A_SESSION; seq += 1) {
      addToken.run(hashOf(bornMs + firstToken + seq), session, seq, expiresAtMs, bornMs);
    }
  };
  for (let from = 0; from < tokens; from += BATCH) {
    const to = Math.min(from + BATCH, tokens);
    database.transaction(() => {
      for (let token = from; token < to; token += TOKENS_A_SESSION) makeSession(token);
    });
  }
  await store.close();
}

/** The same form as in tokens/jwt.ts: the time first, then a digest. */
function hashOf(atMs) {
  const time = atMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}.${randomBytes(32).toString('base64url')}`;
}
