import { expect, test } from 'vitest';
import { importOpenApi } from '../../../../src/flows/import/index.ts';
import { ToolError } from '../../../../src/model/error.ts';

const options = { hasAccount: false, includeWrites: true };

const documentOf = (paths: object, over: object = {}): object => ({ openapi: '3.0.3', paths, ...over });

const get = (over: object = {}): object => ({ get: { responses: { '200': { description: 'OK' } }, ...over } });

const parameter = (over: object): object => get({ parameters: [{ name: 'q', in: 'query', required: true, ...over }] });

const pathOf = (document: object): string | undefined => importOpenApi(document, options).flows[0]?.steps[0]?.path;

test.each<[what: string, over: object, query: string | null]>([
  ['an example', { example: 'a b' }, 'q=a%20b'],
  ['an example of the schema', { schema: { example: 1 } }, 'q=1'],
  ['named examples', { examples: { one: { value: true } } }, 'q=true'],
  ['a list of examples', { schema: { examples: ['x', 'y'] } }, 'q=x'],
  ['a default', { schema: { default: 0 } }, 'q=0'],
  ['the first of an enum', { schema: { enum: ['asc', 'desc'] } }, 'q=asc'],
  ['an example before a default', { schema: { default: 0, example: 5 } }, 'q=5'],
  ['a schema in allOf', { schema: { allOf: [{ default: 'a' }] } }, 'q=a'],
  ['the first schema of anyOf with an example', { schema: { anyOf: [{ type: 'string' }, { enum: [3] }] } }, 'q=3'],
  ['a list of items', { schema: { type: 'array', items: { enum: ['a'] } } }, 'q=a'],
  ['a list with pipes', { style: 'pipeDelimited', explode: false, schema: { example: ['a', 'b'] } }, 'q=a%7Cb'],
  ['an object', { schema: { example: { a: 1 } } }, null],
  ['no example', { schema: { type: 'string' } }, null],
  ['a reference to nothing', { schema: { $ref: '#/components/schemas/None' } }, null],
  ['a reference to another file', { schema: { $ref: 'other.json#/a' } }, null],
  ['a reference to itself', { schema: { $ref: '#/paths/~1a/get/parameters/0/schema' } }, null],
])('a required parameter with %s', (_what, over, query) => {
  const document = documentOf({ '/a': parameter(over), '/always': get() });
  expect(pathOf(document)).toBe(query === null ? '/always' : `/a?${query}`);
});

test.each<[what: string, over: object, origin: string | null, path: string]>([
  ['no servers', {}, null, '/a'],
  ['a server of this origin', { servers: [{ url: '/' }] }, null, '/a'],
  ['a prefix', { servers: [{ url: '/api/v3/' }] }, null, '/api/v3/a'],
  ['a prefix without a slash', { servers: [{ url: 'api' }] }, null, '/api/a'],
  ['an origin', { servers: [{ url: 'http://localhost:9000' }] }, 'http://localhost:9000', '/a'],
  ['the first of several', { servers: [{ url: 'https://a.test/x' }, { url: '/y' }] }, 'https://a.test', '/x/a'],
  ['a variable without a default', { servers: [{ url: 'http://{host}/x' }] }, null, '/a'],
  [
    'variables',
    { servers: [{ url: 'http://localhost:{port}/{v}', variables: { port: { default: '81' }, v: { default: 'v2' } } }] },
    'http://localhost:81',
    '/v2/a',
  ],
])('%s', (_what, over, origin, path) => {
  const { flows, ...rest } = importOpenApi(documentOf({ '/a': get() }, over), options);
  expect({ origin: rest.origin, path: flows[0]?.steps[0]?.path }).toEqual({ origin, path });
});

test.each<[what: string, document: object | undefined, operation: object, isKept: boolean]>([
  ['no security', undefined, {}, true],
  ['security of the document', { security: [{ a: [] }] }, {}, false],
  ['security of the operation', undefined, { security: [{ a: [] }] }, false],
  ['security that the operation removes', { security: [{ a: [] }] }, { security: [] }, true],
  ['optional security', undefined, { security: [{}, { a: [] }] }, true],
])('%s, without an account', (_what, over, operation, isKept) => {
  const document = documentOf({ '/a': get(operation), '/always': get({ security: [] }) }, over);
  expect(pathOf(document)).toBe(isKept ? '/a' : '/always');
});

test('at most twenty operations are kept, with a note on the rest', () => {
  const paths = Object.fromEntries(Array.from({ length: 23 }, (_, index) => [`/items/${index}`, get()]));
  const { flows, notes } = importOpenApi(documentOf(paths), options);
  expect(flows.map(({ id }) => id).slice(18)).toEqual(['get-items-18', 'get-items-19']);
  expect(notes).toEqual(['Operations after the first 20 were left out: 3.']);
});

test('equal ids get a number', () => {
  const { flows } = importOpenApi(documentOf({ '/a/b': get(), '/a-b': get() }), options);
  expect(flows.map(({ id }) => id)).toEqual(['get-a-b', 'get-a-b-2']);
});

test('a document whose schemas contain each other is read in bounded time', () => {
  const names = Array.from({ length: 30 }, (_, index) => `S${index}`);
  const properties = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/schemas/${name}` }]));
  const schemas = Object.fromEntries(names.map((name) => [name, { type: 'object', properties }]));
  const post = { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } } } };
  const document = documentOf({ '/a': { post }, '/always': get() }, { components: { schemas } });
  expect(pathOf(document)).toBe('/always');
});

test.each<[what: string, document: unknown, message: string]>([
  ['a text', 'openapi: 3.0.0', 'is not OpenAPI'],
  ['nothing', null, 'is not OpenAPI'],
  ['another version', { openapi: '4.0.0' }, 'is not OpenAPI'],
  ['Swagger 1.2', { swaggerVersion: '1.2' }, 'is not OpenAPI'],
  ['no paths', { openapi: '3.1.0', paths: {} }, 'has no paths'],
  ['paths of another kind', { openapi: '3.1.0', paths: { '/a': 7, b: get() } }, 'No operation'],
  ['no operation without parameters', documentOf({ '/a': parameter({}) }), 'GET /a needs q'],
])('%s is an error', (_what, document, message) => {
  const attempt = () => importOpenApi(document, options);
  expect(attempt).toThrow(ToolError);
  expect(attempt).toThrow(message);
});
