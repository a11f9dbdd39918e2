import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { configDocument } from '../../../src/cli/config/schema.ts';
import type { Flow } from '../../../src/flows/contract.ts';
import { writtenFlow } from '../../../src/flows/export/written-flow.ts';
import { importCurl, importHar, importHttpFile, importOpenApi } from '../../../src/flows/import/index.ts';

const read = (path: string): string => readFileSync(new URL(`../import/${path}`, import.meta.url), 'utf8');
const options = { hasAccount: true, includeWrites: true };
const document = (name: string) => importOpenApi(JSON.parse(read(`openapi/${name}.json`)), options).flows;

const flow = (steps: Flow['steps'], over: Partial<Flow> = {}): Flow => ({
  id: 'own',
  title: steps.map(({ method, path }) => `${method} ${path}`).join(', '),
  noun: 'an iteration',
  needs: 'nothing',
  steps,
  ...over,
});

const imports: readonly (readonly [string, readonly Flow[]])[] = [
  ['a HAR of Chrome', importHar(read('har/chrome.har'), { ...options, origin: null }).flows],
  ['a HAR of Firefox', importHar(read('har/firefox.har'), { ...options, origin: null }).flows],
  ['OpenAPI of FastAPI', document('fastapi')],
  ['OpenAPI 3.1', document('openapi-31')],
  ['OpenAPI of springdoc', document('springdoc')],
  ['Swagger 2.0', document('swagger-20')],
  ['an .http file of VS Code', importHttpFile(read('http-file/vscode.http'), { ...options, env: {} }).flows],
  ['an .http file of JetBrains', importHttpFile(read('http-file/jetbrains.http'), { ...options, env: {} }).flows],
  ['a curl command', importCurl(`curl localhost/a -H 'X-Api-Key: 1f0a' -d '{"a": "{{b}}"}' -X PUT`, options).flows],
  [
    'captures and expectations',
    [
      flow([
        {
          id: 'cart',
          method: 'POST',
          path: '/carts',
          body: { json: { n: '{{n}}' } },
          capture: { cart: { from: 'json:id', optional: true } },
          expect: { status: [201], json: true },
        },
        {
          id: 'item',
          method: 'POST',
          path: '/carts/{{step.cart}}',
          body: { multipart: { a: 'b', f: { filename: 'f', type: 'text/plain', content: 'x' } } },
          expect: { status: [302, 303], location: '/done' },
        },
        { id: 'item-2', method: 'GET', path: '/carts/{{step.cart}}', query: { q: '{{username}}' }, present: 'cookie' },
        {
          id: 'xml',
          method: 'PUT',
          path: '/x',
          body: { text: '<a/>', type: 'text/xml' },
          headers: { 'x-key': '{{env.KEY}}' },
        },
      ]),
    ],
  ],
  [
    'a session and a title',
    [flow([{ id: 'get-a', method: 'GET', path: '/a' }], { needs: 'session', title: 'one read' })],
  ],
];

/** The flows of a configuration in YAML. */
const configured = (flows: readonly Flow[]) =>
  configDocument.parse(
    parse(stringify({ flows: Object.fromEntries(flows.map((each) => [each.id, writtenFlow(each)])) })),
  ).flows ?? [];

/** The id of a single step is in no template and in no report. */
const comparable = ({ id, title, steps }: Pick<Flow, 'id' | 'title' | 'steps'>) => ({
  id,
  title,
  steps: steps.length === 1 ? steps.map(({ id: _id, ...step }) => step) : steps,
});

/** Requests with credentials of their own must not get those of a session. */
const expectedSession = ({ needs, steps }: Flow): string =>
  needs === 'session' ? 'required' : JSON.stringify(steps).includes('{{env.') ? 'none' : 'if-any';

test.each(imports)('%s: the configuration gives the same flows', (_what, flows) => {
  expect(flows.length).toBeGreaterThan(0);
  const suites = configured(flows);
  expect(suites.map((suite) => comparable(suite.flow))).toEqual(flows.map(comparable));
  expect(suites.map(({ session }) => session)).toEqual(flows.map(expectedSession));
});

test('a read of one path is one text', () =>
  expect(writtenFlow(flow([{ id: 'get-a', method: 'GET', path: '/a' }]))).toBe('GET /a'));
