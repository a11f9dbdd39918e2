import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveReference, type Serving } from '../../src/reference/listen.ts';
import { type ShopServer, startShop } from './shop-server.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { filesOf, withFolder } from './whyslow.ts';

const SECRET = 'geheim-9f2c71e4';
const PASSWORD = 'correct-horse-battery-9';
const BIN = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));

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
const FORMATS = ['--format', 'json,markdown,html,junit,sarif'];

const measured = ([name = '', ...args]: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}) =>
  whyslow([name, ...FEW, ...args, '--out', join(cwd, 'out')], { cwd, env }).then(async (ended) => {
    const files = await filesOf(join(cwd, 'out'));
    const text = [...files.values(), ended.stdout, ended.stderr].join('\n');
    return { ...ended, text, run: validRun(files.get('run.json') ?? '') };
  });

const ids = ({ run }: Awaited<ReturnType<typeof measured>>): readonly string[] => run.flows.map(({ id }) => id);
const errors = ({ run }: Awaited<ReturnType<typeof measured>>): number =>
  run.suites.reduce((sum, each) => sum + each.errors, 0);

const command = (): string =>
  `curl '${shop.url}/orders?token=${SECRET}' -H 'Authorization: Bearer ${SECRET}' -b 'sid=${SECRET}' --data-raw '{"a":1}' -H 'Content-Type: application/json'`;

test('a curl command names its own server; its secrets are sent there and are in no output', () =>
  withFolder(async (cwd) => {
    const made = await measured(['load', '--curl', command(), ...FORMATS], cwd);
    expect([ids(made), errors(made)]).toEqual([['post-orders'], 0]);
    expect(shop.heard.findLast(({ line }) => line.startsWith('POST'))).toMatchObject({
      line: `POST /orders?token=${SECRET}`,
      headers: { authorization: `Bearer ${SECRET}`, cookie: `sid=${SECRET}` },
      body: '{"a":1}',
    });
    expect(made.run.reproduce).toContain('--curl -');
    expect(made.text).not.toContain(SECRET);
  }));

test('a curl command is read from standard input, and sent to the server that the URL names', () =>
  withFolder(async (cwd) => {
    const child = spawn(process.execPath, [BIN, 'load', shop.url, '--curl', '-', ...FEW, '--out', 'out'], {
      cwd,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    child.stdin.end("curl 'https://api.example.org/items'\n");
    await once(child, 'close');
    const run = validRun((await filesOf(join(cwd, 'out'))).get('run.json') ?? '');
    expect(run.flows.map(({ id }) => id)).toEqual(['get-items']);
    expect(stderr).toContain(`requests to https://api.example.org are sent to ${shop.url}`);
    expect(run.notChecked).toContain(`requests to https://api.example.org are sent to ${shop.url}`);
  }));

test('with an account a curl command keeps its request, and a session replaces its credentials', () =>
  withFolder(async (cwd) => {
    const curl = `curl '${reference.url}api/me/' -H 'Authorization: Bearer ${SECRET}'`;
    const made = await measured(['load', reference.url, '--curl', curl, '--user', 'user1', ...FORMATS], cwd, {
      WHYSLOW_PASSWORD: PASSWORD,
    });
    expect([ids(made), errors(made)]).toEqual([['get-api-me'], 0]);
    expect(made.text).not.toContain(SECRET);
  }));

/** One entry as Chrome exports it. */
const entry = (method: string, path: string, headers: readonly (readonly [string, string])[] = []) => ({
  _resourceType: 'fetch',
  startedDateTime: '2026-01-01T00:00:00.000Z',
  time: 3,
  request: {
    method,
    url: `${shop.url}${path}`,
    httpVersion: 'HTTP/1.1',
    headers: headers.map(([name, value]) => ({ name, value })),
    queryString: [],
    cookies: [],
    headersSize: -1,
    bodySize: 0,
  },
  response: {
    status: 200,
    statusText: 'OK',
    httpVersion: 'HTTP/1.1',
    headers: [],
    cookies: [],
    content: { size: 2, mimeType: 'application/json', text: '[]' },
    redirectURL: '',
    headersSize: -1,
    bodySize: 2,
  },
  cache: {},
  timings: { send: 0, wait: 1, receive: 1 },
});

const har = (...entries: readonly object[]): string =>
  JSON.stringify({ log: { version: '1.2', creator: { name: 'WebInspector', version: '537.36' }, pages: [], entries } });

test('a HAR file is one flow of its reads in their order, and writes only when asked for', () =>
  withFolder(async (cwd) => {
    await writeFile(
      join(cwd, 'page.har'),
      har(entry('GET', '/orders'), entry('POST', '/carts'), entry('GET', '/items')),
    );
    const reads = await measured(['load', shop.url, '--har', 'page.har'], cwd);
    expect(reads.run.suites[0]?.steps?.map(({ id }) => id)).toEqual(['get-orders', 'get-items']);
    expect([ids(reads), errors(reads)]).toEqual([['har'], 0]);
  }));

test('a HAR file with a session needs an account; its cookies and tokens are neither sent nor written', () =>
  withFolder(async (cwd) => {
    await writeFile(join(cwd, 'page.har'), har(entry('GET', '/orders', [['Cookie', `sid=${SECRET}`]])));
    const before = shop.heard.length;
    const ended = await whyslow(['load', shop.url, '--har', 'page.har'], { cwd });
    expect([ended.code, shop.heard.length]).toEqual([2, before]);
    expect(ended.stderr).toContain('--user');
    expect(ended.stderr).not.toContain(SECRET);
  }));

test('the GETs of an OpenAPI document are a suite each, from a URL or a file', () =>
  withFolder(async (cwd) => {
    const document = `${reference.url}openapi.json`;
    const made = await measured(['load', reference.url, '--openapi', document, '--user', 'user1'], cwd, {
      WHYSLOW_PASSWORD: PASSWORD,
    });
    expect(errors(made)).toBe(0);
    expect(ids(made).length).toBeGreaterThan(1);
    const yaml =
      'openapi: 3.1.0\ninfo: {title: a, version: "1"}\npaths:\n  /orders:\n    get: {responses: {"200": {description: ok}}}\n';
    await writeFile(join(cwd, 'api.yaml'), yaml);
    expect(ids(await measured(['load', shop.url, '--openapi', 'api.yaml', '--out', 'b'], cwd))).toContain('get-orders');
  }));

test('each request of an .http file is a suite', () =>
  withFolder(async (cwd) => {
    await writeFile(
      join(cwd, 'api.http'),
      `@host = ${shop.url}\n\n### list\nGET {{host}}/orders\n\n### one\nGET {{host}}/items?a=1\n`,
    );
    const made = await measured(['load', shop.url, '--http-file', 'api.http'], cwd);
    expect([ids(made).length, errors(made)]).toEqual([2, 0]);
  }));

test.each([
  [['--curl', 'wget x'], 'does not begin with curl'],
  [['--curl', 'curl http://127.0.0.1:1/ --nope'], '--nope'],
  [['--har', '/no/such.har'], 'The file /no/such.har of --har cannot be read (ENOENT)'],
  [['--openapi', 'http://192.0.2.1/openapi.json'], '--allow-remote 192.0.2.1'],
  [['--curl', 'curl http://127.0.0.1:1/', '--har', 'x'], '--curl and --har contradict each other'],
  [['--curl', 'curl http://127.0.0.1:1/', '--method', 'POST'], '--method and an import contradict each other'],
  [['--include-writes'], '--include-writes belongs to --har'],
  [['--curl', ''], 'Expected a text, a file, or -'],
])('%j is refused, exit 2', async (options, line) => {
  const { code, stderr } = await withFolder((cwd) => whyslow(['load', ...options], { cwd }));
  expect(code).toBe(2);
  expect(stderr).toContain(line);
});
