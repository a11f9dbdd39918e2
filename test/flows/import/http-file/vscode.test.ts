import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileFlow } from '../../../../src/flows/compile.ts';
import type { Exchange } from '../../../../src/flows/contract.ts';
import { type HttpFileOptions, importHttpFile } from '../../../../src/flows/import/index.ts';
import { flow, step } from './expected.ts';

const text = readFileSync(new URL('vscode.http', import.meta.url), 'utf8');

const imported = (over: Partial<HttpFileOptions> = {}) =>
  importHttpFile(text, { hasAccount: false, includeWrites: true, env: { CSRF: 'hunter2-csrf' }, ...over });

const token = { capture: { login_access_token: 'json:access_token' } };
const bearer = { authorization: 'Bearer {{step.login_access_token}}' };

const login = step('login', 'POST', '/api/auth/login', {
  body: {
    text: '{\n  "email": "ada@example.test",\n  "password": "{{env.HTTP_PASSWORD}}"\n}',
    type: 'application/json',
  },
});

const me = step('get-api-me', 'GET', '/api/me', {
  headers: { ...bearer, 'x-api-key': '{{env.HTTP_APIKEY}}', 'x-request-id': '{{uuid}}' },
});

const order = step('order', 'POST', '/api/orders', {
  headers: bearer,
  body: { text: '{"item": {{n}}, "at": "{{n}}", "by": "{{env.USER_NAME}}"}', type: 'application/json' },
});

const orderCaptures: Partial<Exchange> = {
  capture: { order_items_0_id: 'json:items.0.id', order_ETag: 'header:ETag' },
};

const oneOrder = step('get-api-orders', 'GET', '/api/orders/{{step.order_items_0_id}}?etag={{step.order_ETag}}', {
  headers: { ...bearer, cookie: '{{env.HTTP_COOKIE}}{{env.CSRF}}' },
});

const list = step('get-api-items', 'GET', '/api/items?page=2&sort=name', { headers: { accept: 'application/json' } });

test('each request is a flow, with the requests before it whose responses it needs', () => {
  expect(imported()).toEqual({
    flows: [
      flow('get-api-items', [list], 'GET /api/items?page=***&sort=***'),
      flow('get-api-health', [step('get-api-health', 'GET', '/api/health')]),
      flow('post-api-auth-login', [login]),
      flow('get-api-me', [{ ...login, ...token }, me]),
      flow('post-api-orders', [{ ...login, ...token }, order]),
      flow(
        'get-api-orders',
        [{ ...login, ...token }, { ...order, ...orderCaptures }, oneOrder],
        'GET /api/orders/{order_items_0_id}?etag=***',
      ),
      flow('get-admin', [
        step('get-admin', 'GET', '/admin', { headers: { authorization: '{{env.HTTP_AUTHORIZATION}}' } }),
      ]),
      flow('post-api-search', [
        step('post-api-search', 'POST', '/api/search', { body: { form: { q: 'green tea', page: '1' } } }),
      ]),
    ],
    origin: 'http://localhost:3000',
    secrets: {
      HTTP_PASSWORD: 'hunter2-password',
      HTTP_APIKEY: 'hunter2-api-key',
      HTTP_COOKIE: 'theme=dark; csrf=',
      HTTP_AUTHORIZATION: 'Basic YWRhOmh1bnRlcjItYmFzaWM=',
      CSRF: 'hunter2-csrf',
    },
    notes: [
      'Requests that send a file were left out: 1 (line 60).',
      'Requests that need {{otp}}, which has no value here, were left out: 1 (line 67).',
      'Requests that need {{$datetime}}, which has no value here, were left out: 1 (line 70).',
      'Requests of GraphQL were left out: 1 (line 73).',
      'Requests to other origins than the first one were left out: 1 (line 79).',
      'Environment variables that have to be set: USER_NAME.',
    ],
  });
});

test('without writes a write stays where a kept request needs it', () => {
  const { flows, notes } = imported({ includeWrites: false });
  expect(flows.map(({ id, steps }) => [id, steps.map((each) => each.id)])).toEqual([
    ['get-api-items', ['get-api-items']],
    ['get-api-health', ['get-api-health']],
    ['get-api-me', ['login', 'get-api-me']],
    ['get-api-orders', ['login', 'order', 'get-api-orders']],
    ['get-admin', ['get-admin']],
  ]);
  expect(notes[0]).toBe(
    'Requests that may change data, which --include-writes keeps, were left out: 3 (login in line 20, order in line 37, line 53).',
  );
});

test('with an account its session replaces authorization and cookie, and no request signs in', () => {
  const { flows, secrets } = imported({ hasAccount: true, includeWrites: false });
  expect(flows.map(({ needs, steps }) => [needs, steps.map(({ id }) => id)])).toEqual([
    ['session', ['get-api-items']],
    ['session', ['get-api-health']],
    ['session', ['get-api-me']],
    ['session', ['order', 'get-api-orders']],
    ['session', ['get-admin']],
  ]);
  expect(JSON.stringify(flows)).not.toMatch(/authorization|cookie/);
  expect(secrets).toEqual({ HTTP_APIKEY: 'hunter2-api-key' });
});

test('the flows compile, and hold no secret', () => {
  const { flows, notes } = imported();
  for (const each of flows) expect(() => compileFlow(each)).not.toThrow();
  expect(JSON.stringify({ flows, notes })).not.toContain('hunter2');
});
