import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { buildApp } from '../../src/reference/app.ts';
import { createPasswords } from '../../src/reference/passwords.ts';
import { openSqliteStore } from '../../src/reference/store/sqlite.ts';
import { createTokens } from '../../src/reference/tokens/tokens.ts';
import { post, USER } from './client.ts';

test('a fault of ours is reported to us; the client learns that it happened and nothing else', async () => {
  const nowMs = Date.now;
  const store = {
    ...openSqliteStore(':memory:'),
    findUser: () => Promise.reject(new Error('no such table: users')),
  };
  const tokens = createTokens({ key: new Uint8Array(32), accessSeconds: 1, refreshSeconds: 1, nowMs });
  const faults: unknown[] = [];
  const app = buildApp({ store, tokens, passwords: await createPasswords(), nowMs }, (error) => faults.push(error));
  const server = createServer((request, response) => void app(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;

  const answer = await post(`http://127.0.0.1:${port}/`, '/api/token/', USER);
  server.close();
  await store.close();

  expect([answer.status, answer.body]).toEqual([500, { detail: 'Internal server error.', code: 'internal_error' }]);
  expect(faults).toEqual([new Error('no such table: users')]);
});
