import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileFlow } from '../../../../src/flows/compile.ts';
import { importHttpFile } from '../../../../src/flows/import/index.ts';
import { flow, step } from './expected.ts';

const text = readFileSync(new URL('jetbrains.http', import.meta.url), 'utf8');

const imported = (env: Readonly<Record<string, string>>) =>
  importHttpFile(text, { hasAccount: false, includeWrites: true, env });

const development = { host: 'http://localhost:8080', password: 'hunter2-env' };

const token = { capture: { auth_token: 'json:token' } };
const bearer = { authorization: 'Bearer {{step.auth_token}}' };

const login = step('post-auth-login', 'POST', '/auth/login', {
  body: { text: '{\n  "username": "ada",\n  "password": "{{env.HTTP_PASSWORD}}"\n}', type: 'application/json' },
});

const cart = step('post-api-carts', 'POST', '/api/carts', {
  headers: bearer,
  body: { text: '{"id": "{{uuid}}", "size": 2}', type: 'application/json' },
});

const oneCart = step('get-api-carts', 'GET', '/api/carts/{{step.cart}}?size={{n}}', {
  headers: { 'if-match': '{{step.etag}}', ...bearer },
});

test('global variables of response handlers are captures of a step before', () => {
  expect(imported(development)).toEqual({
    flows: [
      flow('get-api-products', [
        step('get-api-products', 'GET', '/api/products', { headers: { accept: 'application/json' } }),
      ]),
      flow('post-auth-login', [login]),
      flow('get-api-me', [{ ...login, ...token }, step('get-api-me', 'GET', '/api/me', { headers: bearer })]),
      flow('post-api-carts', [{ ...login, ...token }, cart]),
      flow(
        'get-api-carts',
        [{ ...login, ...token }, { ...cart, capture: { cart: 'json:items.0.cartId', etag: 'header:ETag' } }, oneCart],
        'GET /api/carts/{cart}?size=***',
      ),
      flow('post-login', [
        step('post-login', 'POST', '/login', { body: { form: { name: 'Ada Lovelace', pin: '{{env.HTTP_PIN}}' } } }),
      ]),
      flow('put-api-me', [
        step('put-api-me', 'PUT', '/api/me', {
          body: { multipart: { name: 'Ada {{uuid}}', api_key: '{{env.HTTP_API_KEY}}' } },
        }),
      ]),
      flow('get-api-health', [step('get-api-health', 'GET', '/api/health')]),
    ],
    origin: 'http://localhost:8080',
    secrets: { HTTP_PASSWORD: 'hunter2-env', HTTP_PIN: '4711', HTTP_API_KEY: 'hunter2-part' },
    notes: [
      'Requests that send a file were left out: 1 (line 60).',
      'Requests without a method that whyslow sends were left out: 2 (line 85, line 90).',
      'Scripts of 3 requests were left out, since only client.global.set with a value of the response is read.',
    ],
  });
});

test('an environment without the host leaves the origin to the target', () => {
  const { flows, origin } = imported({ password: 'hunter2-env' });
  expect(flows.map(({ id }) => id)).toContain('get-api-products');
  expect(origin).toBe('http://localhost:8080');
  const only = importHttpFile('GET {{host}}:{{port}}/a', { hasAccount: false, includeWrites: false, env: {} });
  expect({ origin: only.origin, path: only.flows[0]?.steps[0]?.path }).toEqual({ origin: null, path: '/a' });
});

test('the flows compile, and hold no secret', () => {
  const { flows, notes } = imported(development);
  for (const each of flows) expect(() => compileFlow(each)).not.toThrow();
  expect(JSON.stringify({ flows, notes })).not.toContain('hunter2');
});
