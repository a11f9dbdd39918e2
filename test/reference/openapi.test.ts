import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD, serve, signIn, USER, type Pair, type Served } from './client.ts';

interface Document {
  readonly components: object;
  readonly paths: Record<string, Record<string, Operation>>;
}

interface Operation {
  readonly responses: Record<string, { readonly content: Record<string, { readonly schema: object }> }>;
  readonly security?: readonly object[];
}

let server: Served;
let pair: Pair;
let document: Document;
beforeAll(async () => {
  server = await serve({ patients: 30, algorithm: 'EdDSA', throttle: { failures: 1, windowSeconds: 60 } });
  pair = await signIn(server.url);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the first test checks it
  document = (await (await fetch(new URL('/openapi.json', server.url))).json()) as Document;
});
afterAll(() => server.close());

test('the description is valid OpenAPI 3.1, and a broken one is not', async () => {
  const validator = new Validator();
  expect(await validator.validate({ ...structuredClone(document) })).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  expect((await validator.validate({ ...structuredClone(document), paths: { nowhere: {} } })).valid).toBe(false);
});

const JSON_BODY = { 'Content-Type': 'application/json' };
const post = (body: unknown): RequestInit => ({ method: 'POST', headers: JSON_BODY, body: JSON.stringify(body) });
const bearer = (token: string): RequestInit => ({ headers: { Authorization: `Bearer ${token}` } });

/** Each route with each response that a client can cause. */
const cases: readonly (readonly [path: string, status: number, request: () => RequestInit, url?: string])[] = [
  ['/api/token/', 200, () => post(USER)],
  ['/api/token/', 400, () => post({ username: 7 })],
  ['/api/token/', 401, () => post({ username: 'user2', password: 'wrong' })],
  ['/api/token/', 429, () => post({ username: 'user2', password: PASSWORD })],
  ['/api/token/', 413, () => post({ username: 'x'.repeat(70_000) })],
  ['/api/token/', 415, () => ({ method: 'POST', body: 'username=user1' })],
  ['/api/token/verify/', 200, () => post({ token: pair.access })],
  ['/api/token/verify/', 401, () => post({ token: 'no token' })],
  ['/api/token/verify/', 400, () => post([])],
  ['/api/me/', 200, () => bearer(pair.access)],
  ['/api/me/', 401, () => ({})],
  ['/api/me/', 401, () => bearer(pair.refresh)],
  ['/api/patients/', 200, () => bearer(pair.access)],
  ['/api/patients/', 401, () => bearer('no token')],
  ['/api/patients/', 400, () => bearer(pair.access), '/api/patients/?limit=0'],
  ['/api/patients/{id}', 200, () => bearer(pair.access), '/api/patients/7'],
  ['/api/patients/{id}', 404, () => bearer(pair.access), '/api/patients/31'],
  ['/api/patients/{id}', 401, () => ({}), '/api/patients/7'],
  ['/.well-known/jwks.json', 200, () => ({})],
  ['/healthz', 200, () => ({})],
  ['/readyz', 200, () => ({})],
  ['/metrics', 200, () => ({})],
  ['/openapi.json', 200, () => ({})],
  ['/api/token/refresh/', 200, () => post({ refresh: pair.refresh })],
  ['/api/token/refresh/', 429, () => post({ refresh: pair.refresh })],
  ['/api/token/refresh/', 401, () => post({ refresh: pair.access })],
  ['/api/token/refresh/', 400, () => post({})],
  ['/api/token/blacklist/', 200, () => post({ refresh: pair.refresh })],
  ['/api/token/blacklist/', 401, () => post({ refresh: 'no token' })],
];

const complete = cases.map(([path, status, request, url = path]) => [path, status, request, url] as const);

test.each(complete)('%s answers %i as described', async (path, status, request, url) => {
  const init = request();
  const response = await fetch(new URL(url, server.url), init);
  expect(response.status).toBe(status);
  const described = document.paths[path]?.[(init.method ?? 'GET').toLowerCase()]?.responses[status];
  const mediaType = (response.headers.get('content-type') ?? '').split(';', 1)[0] ?? '';
  const schema = described?.content[mediaType]?.schema;
  expect(schema, `${path} ${status} ${mediaType}`).toBeDefined();
  const text = await response.text();
  const answer: unknown = mediaType === 'text/plain' ? text : JSON.parse(text);
  const validate = ajv().compile({ ...schema, components: components() });
  expect({ ok: validate(answer), errors: validate.errors, answer }).toMatchObject({ ok: true, errors: null });
});

test('each described route is tested, and protected routes declare their security', () => {
  expect([...new Set(cases.map(([path]) => path))].toSorted()).toEqual(Object.keys(document.paths).toSorted());
  const secured = Object.entries(document.paths).filter(([, item]) => item['get']?.security !== undefined);
  expect(secured.map(([path]) => path)).toEqual(['/api/me/', '/api/patients/', '/api/patients/{id}']);
});

test('control: a response with an undocumented field is rejected', () => {
  const validate = ajv().compile({ $ref: '#/components/schemas/User', components: components() });
  expect([
    validate({ id: 1, username: 'a' }),
    validate({ id: 1, username: 'a', pw: 'hash' }),
    validate({ id: 1 }),
  ]).toEqual([true, false, false]);
});

function ajv(): Ajv2020 {
  const made = new Ajv2020({ allErrors: true, strict: false });
  formats.default(made);
  return made;
}

const components = (): object => document.components;
