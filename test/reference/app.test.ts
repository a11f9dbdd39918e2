import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildApp } from '../../src/reference/app.ts';
import { Metrics } from '../../src/reference/metrics.ts';
import { DEFAULT_THROTTLE } from '../../src/reference/options.ts';
import { createPasswords } from '../../src/reference/passwords.ts';
import { openStores, type Stores } from '../../src/reference/store/open.ts';
import { StoreUnavailable } from '../../src/reference/store/unavailable.ts';
import { createThrottle } from '../../src/reference/throttle.ts';
import { createKeyring } from '../../src/reference/tokens/keyring.ts';
import { makeKey } from '../../src/reference/tokens/keys.ts';
import { createTokens } from '../../src/reference/tokens/tokens.ts';
import { post, USER, type Answer } from './client.ts';

let stores: Stores;
beforeEach(async () => {
  stores = await openStores({ kind: 'sqlite', file: ':memory:' }, { patients: 0 });
});
afterEach(() => stores.close());

/** A login on a server whose store throws this error when the user is looked up. */
async function loginWhen(fault: Error): Promise<{ answer: Answer; faults: unknown[] }> {
  const store = { ...stores.store, findUser: () => Promise.reject(fault) };
  const keyring = createKeyring([await makeKey('HS256', 0)]);
  const nowMs = Date.now;
  const services = {
    store,
    patients: stores.patients,
    keyring,
    tokens: createTokens({ keyring, accessSeconds: 1, refreshSeconds: 1, nowMs }),
    passwords: await createPasswords(),
    throttle: createThrottle(store, DEFAULT_THROTTLE),
    metrics: new Metrics(),
    strictRevocation: true,
    clientAddress: 'socket' as const,
    nowMs,
  };
  const faults: unknown[] = [];
  const app = buildApp(services, (error) => faults.push(error));
  const server = createServer((request, response) => void app(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const answer = await post(`http://127.0.0.1:${port}/`, '/api/token/', USER);
  server.close();
  return { answer, faults };
}

test('an internal error is reported on the server; the client gets only its code', async () => {
  const fault = new Error('no such table: users');
  const { answer, faults } = await loginWhen(fault);
  expect([answer.status, answer.body]).toEqual([
    500,
    {
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'Internal server error.',
      code: 'internal_error',
    },
  ]);
  expect(faults).toEqual([fault]);
});

test.each([
  ['full', 'store_unavailable', /nothing was changed/],
  ['locked', 'store_unavailable', /nothing was changed/],
  ['unreachable', 'store_unavailable', /nothing was changed/],
  ['unanswered', 'store_unanswered', /may or may not have taken effect/],
] as const)(
  'a store that is %s: 503 %s, Retry-After, and whether the request took effect',
  async (obstacle, code, detail) => {
    const fault = new StoreUnavailable(obstacle, new Error('why'));
    const { answer, faults } = await loginWhen(fault);
    expect([answer.status, answer.body['code'], answer.headers.get('retry-after')]).toEqual([503, code, '2']);
    expect(answer.body['detail']).toMatch(detail);
    expect(faults).toEqual([fault]);
  },
);
