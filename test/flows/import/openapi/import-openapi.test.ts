import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileFlow } from '../../../../src/flows/compile.ts';
import type { Exchange, Flow } from '../../../../src/flows/contract.ts';
import type { ImportOptions } from '../../../../src/flows/import/contract.ts';
import { importOpenApi } from '../../../../src/flows/import/index.ts';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')) as unknown;

const imported = (name: string, over: Partial<ImportOptions> = {}) =>
  importOpenApi(read(name), { hasAccount: false, includeWrites: false, ...over });

const flow = (
  id: string,
  step: Omit<Exchange, 'id'>,
  { title = `${step.method} ${step.path}`, needs = 'nothing' }: Partial<Flow> = {},
): Flow => ({ id, title, noun: 'a request', needs, steps: [{ id: step.method.toLowerCase(), ...step }] });

const expectJson = { expect: { json: true } };

test('FastAPI (3.0): GETs whose required parameters have a default or an enum', () => {
  expect(imported('fastapi')).toEqual({
    flows: [
      flow('get-items', { method: 'GET', path: '/items/?limit=10', ...expectJson }, { title: 'GET /items/?limit=***' }),
      flow('get-models-model-name', { method: 'GET', path: '/models/alexnet', ...expectJson }),
      flow('get-export', { method: 'GET', path: '/export', headers: { accept: 'text/csv' } }),
    ],
    origin: null,
    secrets: {},
    notes: [
      'Operations that may change data, which --include-writes keeps, were left out: 2 (POST /token, POST /items/).',
      'Operations that need a session (add --user NAME) were left out: 1 (GET /users/me).',
      'Operations without an example of a required parameter were left out: 1 (GET /items/{item_id} needs item_id).',
      'Operations of event streams, which do not end, were left out: 1 (GET /stream).',
      'Operations that are deprecated were left out: 1 (GET /old).',
    ],
  });
});

test('FastAPI, with writes and an account: bodies with examples, sessions where security asks for one', () => {
  const { flows, notes } = imported('fastapi', { hasAccount: true, includeWrites: true });
  expect(flows.slice(0, 3)).toEqual([
    flow('get-users-me', { method: 'GET', path: '/users/me', ...expectJson }, { needs: 'session' }),
    flow('get-items', { method: 'GET', path: '/items/?limit=10', ...expectJson }, { title: 'GET /items/?limit=***' }),
    flow('post-items', {
      method: 'POST',
      path: '/items/',
      body: { json: { name: 'Foo {{{{x}}', price: 35.4, tax: 3.2 } },
      ...expectJson,
    }),
  ]);
  expect(notes[0]).toBe('Operations without an example of the body were left out: 1 (POST /token).');
});

test('springdoc (3.0): the path of the server, security of the document, examples by reference, a recursive schema', () => {
  expect(imported('springdoc', { hasAccount: true, includeWrites: true })).toEqual({
    flows: [
      flow(
        'get-petclinic-api-owners',
        { method: 'GET', path: '/petclinic/api/owners', headers: { 'x-tenant': 'blue', accept: '*/*' } },
        { needs: 'session' },
      ),
      flow(
        'post-petclinic-api-owners',
        {
          method: 'POST',
          path: '/petclinic/api/owners',
          body: { json: { firstName: 'George', password: '{{env.OPENAPI_PASSWORD}}', pets: [{ name: 'Rex' }] } },
          ...expectJson,
        },
        { needs: 'session' },
      ),
      flow(
        'get-petclinic-api-owners-ownerid-pets',
        { method: 'GET', path: '/petclinic/api/owners/1/pets/rex%2F1?fields=name&fields=age', ...expectJson },
        { needs: 'session', title: 'GET /petclinic/api/owners/1/pets/rex%2F1?fields=***&fields=***' },
      ),
      flow('get-petclinic-api-actuator-health', {
        method: 'GET',
        path: '/petclinic/api/actuator/health',
        ...expectJson,
      }),
    ],
    origin: 'http://localhost:8080',
    secrets: { OPENAPI_PASSWORD: 'hunter2example' },
    notes: [
      'Operations without an example of a required parameter were left out: 1 (DELETE /owners/{ownerId}/pets/{petId} needs petId).',
    ],
  });
});

test('OpenAPI 3.1: variables of the server, paths by reference, const, lists in one text, a cookie', () => {
  expect(imported('openapi-31', { includeWrites: true })).toEqual({
    flows: [
      flow(
        'get-api-v1-stations',
        { method: 'GET', path: '/api/v1/stations?page=1&ids=a%20b%2Cc', ...expectJson },
        { title: 'GET /api/v1/stations?page=***&ids=***' },
      ),
      flow('get-api-v1-stations-id', {
        method: 'GET',
        path: '/api/v1/stations/efdbb9d1-02c2-4bc3-afb7-6788d8782b1e',
        ...expectJson,
      }),
      flow('post-api-v1-bookings', {
        method: 'POST',
        path: '/api/v1/bookings',
        body: { json: { trip_id: 't1', seats: null } },
        ...expectJson,
      }),
    ],
    origin: null,
    secrets: {},
    notes: ['Operations without an example of a required parameter were left out: 1 (GET /search needs session).'],
  });
});

test('Swagger 2.0: host and base path, collection formats, bodies and forms, an optional key', () => {
  const { flows, origin, notes } = imported('swagger-20', { includeWrites: true });
  expect(origin).toBe('http://localhost:8081');
  expect(flows).toEqual([
    flow('post-v2-pet', { method: 'POST', path: '/v2/pet', body: { json: { name: 'doggie' } }, ...expectJson }),
    flow(
      'get-v2-pet-findbystatus',
      {
        method: 'GET',
        path: '/v2/pet/findByStatus?status=available&status=sold&tags=a%2Cb',
        ...expectJson,
      },
      { title: 'GET /v2/pet/findByStatus?status=***&status=***&tags=***' },
    ),
    flow('post-v2-pet-petid', { method: 'POST', path: '/v2/pet/7', body: { form: { name: 'Rex & co' } } }),
    flow('get-v2-export', { method: 'GET', path: '/v2/export', headers: { accept: 'text/csv' } }),
  ]);
  expect(notes).toEqual(['Operations that need a session (add --user NAME) were left out: 1 (GET /pet/{petId}).']);
});

test.each(['fastapi', 'springdoc', 'openapi-31', 'swagger-20'])(
  '%s: each flow compiles, and holds no secret',
  (name) => {
    const { flows, notes } = imported(name, { hasAccount: true, includeWrites: true });
    for (const each of flows) expect(() => compileFlow(each)).not.toThrow();
    expect(JSON.stringify({ flows, notes })).not.toContain('hunter2');
  },
);
