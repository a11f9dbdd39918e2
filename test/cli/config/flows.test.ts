import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../../src/cli/config/read.ts';
import { ToolError } from '../../../src/model/error.ts';
import { withFolder } from '../whyslow.ts';

const read = (text: string) =>
  withFolder(async (folder) => {
    const path = join(folder, 'c.yaml');
    await writeFile(path, text);
    return readConfig(path);
  });

test('a flow is a request line, one exchange or steps, and a server adds to the common ones', async () => {
  const { servers } = await read(`
flows:
  orders: GET /api/orders
  signup:
    request: POST /api/users
    json: { name: "user-{{uuid}}", age: 7 }
    session: false
    expect: { status: 201 }
servers:
  a:
    url: http://localhost:1
    flows:
      orders: /api/v2/orders
      buy:
        title: buy one thing
        targets: [p95 < 80ms]
        session: true
        steps:
          - POST /api/carts
          - request: POST /api/carts/{{step.cart}}/items
            capture: { item: { from: "json:items.0.id", optional: true } }
`);
  expect(servers[0]?.settings.choices.own).toEqual([
    {
      flow: {
        id: 'signup',
        title: 'POST /api/users',
        noun: 'an iteration',
        steps: [
          {
            id: 'post-api-users',
            method: 'POST',
            path: '/api/users',
            body: { json: { name: 'user-{{uuid}}', age: 7 } },
            expect: { status: [201] },
          },
        ],
      },
      session: 'none',
      thresholds: [],
    },
    {
      flow: {
        id: 'orders',
        title: '/api/v2/orders',
        noun: 'an iteration',
        steps: [{ id: 'get-api-v2-orders', method: 'GET', path: '/api/v2/orders' }],
      },
      session: 'if-any',
      thresholds: [],
    },
    {
      flow: {
        id: 'buy',
        title: 'buy one thing',
        noun: 'an iteration',
        steps: [
          { id: 'post-api-carts', method: 'POST', path: '/api/carts' },
          {
            id: 'post-api-carts-items',
            method: 'POST',
            path: '/api/carts/{{step.cart}}/items',
            capture: { item: { from: 'json:items.0.id', optional: true } },
          },
        ],
      },
      session: 'required',
      thresholds: ['p95 < 80ms'],
    },
  ]);
});

test.each([
  ['flows:\n  orders: PSOT /api', '2: flows.orders: "PSOT /api" is no request'],
  ['flows:\n  orders:\n    request: GET /x\n    jsn: {}', '4: flows.orders.jsn: is no setting; did you mean json?'],
  [
    'flows:\n  a:\n    steps:\n      - GET /a\n      - request: GET /{{foo}}',
    '5: flows.a.steps[1].request: The path names {{foo}}',
  ],
  [
    'flows:\n  a:\n    request: /x\n    capture:\n      id: jsn:x',
    '5: flows.a.capture.id: expected a place like json:',
  ],
  [
    'flows:\n  a:\n    request: /x\n    capture:\n      id: { form: json:x }',
    '5: flows.a.capture.id.form: is no setting; did you mean from?',
  ],
  [
    'flows:\n  a:\n    request: /x\n    expect:\n      status: 42',
    '5: flows.a.expect.status: expected a status from 100 to 599',
  ],
  [
    'flows:\n  a:\n    request: /x\n    expect:\n      stats: 200',
    '5: flows.a.expect.stats: is no setting; did you mean status?',
  ],
  ['flows:\n  a:\n    request: POST /x\n    json:\n      b: ["{{nix}}"]', '5: flows.a.json: The body names {{nix}}'],
  [
    'flows:\n  a:\n    request: POST /x\n    headers:\n      X-Api-Key: geheim',
    'flows.a.headers: this file must not hold a secret: write "X-Api-Key: {{env.NAME}}"',
  ],
  ['flows:\n  a:\n    request: POST /x\n    json: {}\n    form: {b: c}', 'flows.a: "POST /x" has several bodies'],
  [
    'flows:\n  a:\n    request: /x\n    targets: [refresh p95 < 3ms]',
    '4: flows.a.targets[0]: expected a threshold without a suite',
  ],
  ['flows:\n  a:\n    steps: []', '3: flows.a.steps: expected at least one request'],
  ['flows:\n  api: GET /', '2: flows.api: "api" is the name of a built-in suite'],
  ['flows:\n  two words: GET /', '2: flows.two words: expected a name of letters'],
  ['flows:\n  a: 5', '2: flows.a: expected a request like "POST /api/orders"'],
  ['flows: [GET /]', '1: flows: expected an object with a request under each name, got a list'],
  ['suites: [foo]\nflows: {bar: /}', '1: suites[0]: expected one of refresh, api, login, bar, got "foo"'],
  [
    'targets: [foo p95 < 3ms]\nflows: {bar: /}',
    '1: targets[0]: the threshold "foo p95 < 3ms" names the suite "foo"; known are refresh, api, login, bar',
  ],
])('%j is refused with its line and key', async (text, words) => {
  const error: unknown = await read(text).catch((thrown: unknown) => thrown);
  if (!(error instanceof ToolError)) throw new Error('it was taken');
  const line = error.message.replace(/^\S*c\.yaml:/, '');
  expect(line).toContain(words);
  expect(line).not.toContain('geheim');
});

test('suites and thresholds name the flows of their own server and the common ones', async () => {
  const flows = 'flows: {a: /}\nservers:\n  s:\n    url: http://localhost:1\n    flows: {b: /}\n';
  const { servers } = await read(`${flows}    suites: [a, b, refresh]\n    targets: [b p95 < 3ms, a mean < 1ms]\n`);
  expect(servers[0]?.settings.choices.suites).toEqual(['a', 'b', 'refresh']);
});
