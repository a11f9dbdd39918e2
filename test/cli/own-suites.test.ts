import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveReference, type Serving } from '../../src/reference/listen.ts';
import { type ShopServer, startShop } from './shop-server.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { filesOf, withFolder } from './whyslow.ts';

const SECRET = 'k-9f2c71e4-geheim';
const PASSWORD = 'correct-horse-battery-9';

let shop: ShopServer;
let reference: Serving;
beforeAll(async () => {
  shop = await startShop();
  reference = await serveReference({ port: 0, users: 2, password: PASSWORD });
});
afterAll(async () => {
  shop.stop();
  await reference.close();
});

/** The last value of an option counts, so that a test can ask for more. */
const FEW = ['--requests', '10', '--connections', '1', '--format', 'json'];

const measured = (
  [command = '', ...args]: readonly string[],
  config = '{}',
  env: Readonly<Record<string, string>> = {},
) =>
  withFolder(async (cwd) => {
    await writeFile(join(cwd, 'whyslow.config.yaml'), config);
    const ended = await whyslow([command, ...FEW, ...args, '--out', join(cwd, 'out')], { cwd, env });
    const files = await filesOf(join(cwd, 'out'));
    return {
      ...ended,
      text: [...files.values(), ended.stdout, ended.stderr].join('\n'),
      run: validRun(files.get('run.json') ?? ''),
    };
  });

describe('the request to a URL can be described', () => {
  test('with a method, headers, a JSON body and a key from the environment, which no output contains', async () => {
    const before = shop.heard.length;
    const request = [
      '--json-body',
      '{"a":"{{b}}"}',
      '--header',
      'Accept: text/html',
      '--header-env',
      'X-Api-Key: SHOP_KEY',
      '--format',
      'json,markdown,html,junit',
    ];
    const { run, text } = await measured(
      ['load', `${shop.url}/orders?q=1`, ...request, '--bearer-env', 'SHOP_KEY'],
      '{}',
      {
        SHOP_KEY: SECRET,
      },
    );
    expect(run.flows.map(({ title }) => title)).toEqual(['POST /orders?q=***']);
    expect(shop.heard.slice(before).findLast(({ line }) => line.startsWith('POST'))).toMatchObject({
      line: 'POST /orders?q=1',
      headers: {
        accept: 'text/html',
        'content-type': 'application/json',
        'x-api-key': SECRET,
        authorization: `Bearer ${SECRET}`,
      },
      body: '{"a":"{{b}}"}',
    });
    expect(text).not.toContain(SECRET);
  });

  test.each([
    [['--method', 'HEAD'], 'HEAD /orders', ''],
    [['--data', 'a=1&b=2', '--method', 'PUT'], 'PUT /orders', 'a=1&b=2'],
  ])('%j sends %s', async (options, line, body) => {
    const { run } = await measured(['load', `${shop.url}/orders`, ...options]);
    expect(run.suites.map(({ errors }) => errors)).toEqual(run.suites.map(() => 0));
    expect(shop.heard.findLast((each) => each.line === line)?.body).toBe(body);
  });

  test.each([
    [['--header', `Authorization: ${SECRET}`], '--header "Authorization" may hold a secret'],
    [['--header', `X-Api-Key: ${SECRET}`], 'put the value into an environment variable'],
    [['--header', 'no colon'], 'Expected a name, a colon and a value'],
    [['--header-env', `X-Api-Key: ${SECRET}`], 'Expected the name of an environment variable'],
    [['--bearer-env', 'NOT_SET'], 'The environment variable NOT_SET is not set'],
    [['--bearer-env', 's3cr-et!'], "argument '***' is invalid. Expected the name of an environment variable"],
    [['--header-env', 'X-Key: s3cr-et!'], "argument '***' is invalid. Expected the name of an environment variable"],
    [['--json-body', '{a:1}'], '--json-body is not JSON'],
    [['--json-body', '{}', '--data', 'a'], 'contradict each other'],
    [['--json-body', '@/no/such/file'], 'The file /no/such/file of --json-body cannot be read (ENOENT)'],
    [['--method', 'GET', '--data', 'a'], 'A GET request has no body'],
    [['--method', 'PSOT'], 'Allowed choices are GET, HEAD'],
    [['--bearer-env', 'PATH', '--user', 'me'], '--bearer-env and --user contradict each other'],
  ])('%j is refused, exit 2, and nothing is sent', async (options, line) => {
    const before = shop.heard.length;
    const { code, stderr } = await whyslow(['load', shop.url, ...options], { env: { WHYSLOW_PASSWORD: 'x' } });
    expect([code, shop.heard.length]).toEqual([2, before]);
    expect(stderr.toLowerCase()).toContain(line.toLowerCase());
    expect(stderr).not.toContain(SECRET);
  });

  test('without a URL such an option is refused', async () => {
    const { code, stderr } = await whyslow(['load', '--method', 'POST']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('name the URL')]);
  });
});

const SHOPPING = `
flows:
  buy:
    targets: [p95 < 5s]
    steps:
      - { request: POST /carts, capture: { cart: json:id }, expect: { status: 201 } }
      - { request: POST "/carts/{{step.cart}}/items", json: { sku: 7 } }
      - POST /carts/{{step.cart}}/order
  orders: GET /orders
`.replace('POST "/carts/{{step.cart}}/items"', '"POST /carts/{{step.cart}}/items"');

describe('flows of the configuration', () => {
  test('three steps with a captured id: no error, and each virtual user uses its own cart once', async () => {
    const { run } = await measured(['load', shop.url, '--requests', '40', '--connections', '4'], SHOPPING);
    expect(run.flows.map(({ id }) => id)).toEqual(['buy', 'orders']);
    expect(run.suites.map(({ suite, errors }) => [suite, errors])).toEqual(run.suites.map(({ suite }) => [suite, 0]));
    expect(run.suites.find(({ suite }) => suite === 'buy')?.steps?.map(({ id }) => id)).toEqual([
      'post-carts',
      'post-carts-items',
      'post-carts-order',
    ]);
    expect(run.verdicts.map(({ target }) => target)).toEqual(['buy p95 < 5s', 'orders mean < 100ms']);
  });

  test.each([
    [['--suite', 'orders'], ['orders'], ['orders mean < 100ms']],
    [['--target', 'p50 < 1s', '--suite', 'orders'], ['orders'], ['orders p50 < 1s']],
    [
      ['--target', 'orders p50 < 5s'],
      ['buy', 'orders'],
      ['orders p50 < 5s', 'buy p95 < 5s'],
    ],
  ])('%j selects and judges', async (options, suites, targets) => {
    const { run } = await measured(['load', shop.url, ...options], SHOPPING);
    expect([run.flows.map(({ id }) => id), run.verdicts.map(({ target }) => target)]).toEqual([suites, targets]);
  });

  test('a typed route is measured beside them, and the URL of a configured server is none', async () => {
    const typed = await measured(['load', `${shop.url}/items`], 'flows: { orders: /orders }');
    expect(typed.run.flows.map(({ title }) => title)).toEqual(['GET /items', '/orders']);
    const configured = `flows: { orders: /orders }\nservers: { shop: { url: "${shop.url}/items" } }`;
    expect((await measured(['load'], configured)).run.flows.map(({ id }) => id)).toEqual(['orders']);
  });

  test('with an account they present the session, and stand beside the suites of the auth stack', async () => {
    const flows = 'flows: { mine: { request: /api/me/, session: true }, open: { request: /healthz, session: false } }';
    const args = ['load', reference.url, '--suite', 'refresh,mine,open', '--user', 'user1'];
    const { run } = await measured(args, flows, { WHYSLOW_PASSWORD: PASSWORD });
    expect(run.suites.filter(({ errors }) => errors > 0)).toEqual([]);
    expect(run.flows.map(({ id }) => id)).toEqual(['refresh', 'mine', 'open']);
  });

  test('without an account a flow that needs a session is left out with a sentence, or refused if it is the only one', async () => {
    const { run } = await measured(
      ['load', reference.url],
      'flows: { mine: { request: /api/me/, session: true }, open: /healthz }',
    );
    expect(run.flows.map(({ id }) => id)).toEqual(['open']);
    expect(run.notChecked).toContain('mine: not measured, since it needs a session (add --user NAME)');
    const alone = await withFolder(async (cwd) => {
      await writeFile(join(cwd, 'whyslow.config.yaml'), 'flows: { mine: { request: /api/me/, session: true } }');
      return whyslow(['load', reference.url], { cwd });
    });
    expect([alone.code, alone.stderr]).toEqual([
      2,
      expect.stringContaining('mine: not measured, since it needs a session (add --user NAME).'),
    ]);
  });

  test.each([
    [['--suite', 'order'], 'No suite is called "order". Suites: refresh, api, login, buy, orders.'],
    [['--target', 'order p95 < 3ms'], '^ expected a suite or a statistic: refresh, api, login, buy, orders'],
    [['--suite', 'refresh'], '--suite is for a load that signs in'],
  ])('%j is refused, exit 2', (options, line) =>
    withFolder(async (cwd) => {
      await writeFile(join(cwd, 'whyslow.config.yaml'), SHOPPING);
      const { code, stderr } = await whyslow(['load', shop.url, ...options], { cwd });
      expect([code, stderr]).toEqual([2, expect.stringContaining(line)]);
    }),
  );
});
