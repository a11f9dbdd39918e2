import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../../src/cli/config/read.ts';
import { serveReference, type Serving } from '../../../src/reference/listen.ts';
import { freePort } from '../../serve/port.ts';
import { serveHttp } from '../../gather/real-servers.ts';
import { validRun } from '../valid-run.ts';
import { whyslow } from '../warm.ts';
import { type Ended, filesOf, whyslow as whyslowAlone, withFolder } from '../whyslow.ts';

const PASSWORD = 'correct-horse-battery-9';

const API = JSON.stringify({
  openapi: '3.0.3',
  paths: Object.fromEntries(
    ['/.well-known/jwks.json', '/openapi.json'].map((path) => [
      path,
      { get: { responses: { 200: { description: 'ok' } } } },
    ]),
  ),
});

let reference: Serving;
beforeAll(async () => {
  reference = await serveReference({ port: 0, users: 1, password: PASSWORD });
});
afterAll(() => reference.close());

const env = { WHYSLOW_PASSWORD: PASSWORD };
const load = ['load', '--requests', '20', '--connections', '1', '--quiet'];

/** A busy machine may make a trial invalid, which says nothing about the configuration. */
const isUsable = ({ code, stderr }: Ended): void => {
  expect(stderr).toBe('');
  expect([0, 13]).toContain(code);
};

test('init writes a configuration that run can use unchanged', () =>
  withFolder(async (cwd) => {
    const written = await whyslowAlone(['init', reference.url, '--user', 'user1'], { cwd });
    expect(written).toMatchObject({ code: 0, stdout: expect.stringContaining('Auth stack: simplejwt.') });
    const { servers } = await readConfig(join(cwd, 'whyslow.config.yaml'));
    expect(servers.map(({ name, url }) => [name, url])).toEqual([['local', reference.url]]);
    expect(servers[0]?.settings.choices).toMatchObject({ preset: 'simplejwt', user: 'user1' });
    isUsable(await whyslow(load, { cwd, env }));
  }));

test.each([
  ['without an account', [], ['get-well-known-jwks-json', 'get-openapi-json']],
  [
    'with the flows of an API document',
    ['--openapi', 'openapi.json'],
    ['get-well-known-jwks-json', 'get-openapi-json'],
  ],
  ['with a curl command', ['--curl', "curl /openapi.json -H 'x-trace: 1'"], ['get-openapi-json']],
])('%s the configuration is usable unchanged too', (_what, options, suites) =>
  withFolder(async (cwd) => {
    await writeFile(join(cwd, 'openapi.json'), API);
    const written = await whyslow(
      ['init', reference.url, ...options.map((each) => each.replace('curl /', `curl ${reference.url}`))],
      { cwd },
    );
    expect([written.code, written.stderr]).toEqual([0, expect.not.stringContaining('Error')]);
    const measured = await whyslow([...load.slice(0, -1), '--json'], { cwd });
    expect([...new Set(validRun(measured.stdout).suites.map(({ suite }) => suite))]).toEqual(
      expect.arrayContaining(suites),
    );
    expect([0, 13]).toContain(measured.code);
  }),
);

test('a secret of an import is named by a variable, in no file and in no stream', () =>
  withFolder(async (cwd) => {
    const curl = `curl ${reference.url}healthz -H 'Authorization: Bearer hunter2-A1' -b 'sid=hunter2-B2' -u ada:hunter2-C3`;
    const { stdout, stderr } = await whyslow(['init', '--curl', curl], { cwd });
    const text = await readFile(join(cwd, 'whyslow.config.yaml'), 'utf8');
    expect(stdout + stderr + text).not.toContain('hunter2');
    expect(text).toMatch(/# Set these environment variables for a run: CURL_\w+/);
  }));

test('every line that init comments out is a setting', () =>
  withFolder(async (cwd) => {
    await whyslow(['init', `${reference.url}healthz`], { cwd });
    const path = join(cwd, 'whyslow.config.yaml');
    const text = await readFile(path, 'utf8');
    const settings = text.replaceAll(/^( *)# (?=(?:preset|user|api|targets|flows| +\S)[^\n]*)/gm, '$1');
    expect(settings).not.toBe(text);
    await writeFile(path, settings);
    const { servers } = await readConfig(path);
    expect(servers[0]?.settings.choices).toMatchObject({
      preset: 'simplejwt',
      user: 'ada@example.org',
      apiPath: '/api/me/',
    });
    expect(servers[0]?.settings.choices.own?.map(({ flow }) => flow.id)).toContain('get-api-me');
  }));

test('a login of no known stack is written as lines to complete', () =>
  withFolder(async (cwd) => {
    const port = await serveHttp((request, response) => {
      const isLogin = request.method === 'POST' && request.url === '/api/login';
      const answer = isLogin ? '{"errors":{"login":"is required","pass":"is required"}}' : '{}';
      response.writeHead(isLogin ? 422 : 404, { 'content-type': 'application/json' }).end(answer);
    });
    const { stdout } = await whyslow(['init', String(port)], { cwd });
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'POST /api/login answers an empty JSON body with 422. The file has lines',
    );
    const text = await readFile(join(cwd, 'whyslow.config.yaml'), 'utf8');
    expect(text).toContain('    # auth:\n    #   login:\n    #     request: POST /api/login\n');
  }));

test('without a URL the port that a file of the project names is used, and the file says what was seen', () =>
  withFolder(async (cwd) => {
    const { port } = new URL(reference.url);
    await writeFile(join(cwd, '.env'), `SECRET_KEY=hunter2\nPORT=${port}\n`);
    await writeFile(join(cwd, 'requirements.txt'), 'djangorestframework_simplejwt==5.3\n');
    const { code, stdout } = await whyslow(['init'], { cwd });
    expect([code, stdout]).toEqual([0, expect.stringContaining('Seen in this folder: .env, requirements.txt.')]);
    const text = await readFile(join(cwd, 'whyslow.config.yaml'), 'utf8');
    expect(text).toContain(`# .env: SECRET_KEY, PORT, port ${port}\n# requirements.txt: SimpleJWT\n`);
    expect(text).not.toContain('hunter2');
  }));

test.each([
  ['no file names a port', {}, 'No file of this folder names the port of a server.'],
  [
    'nothing listens there',
    { 'package.json': '{"scripts":{"dev":"vite --port 1"}}', '.env': 'PORT=11' },
    'Nothing listens on 11 (.env).',
  ],
])('without a URL, where %s, the error names the next step', (_what, files, line) =>
  withFolder(async (cwd) => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
    const { code, stderr } = await whyslow(['init'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(`${line} Start the server, or name its URL, like whyslow init 8000.`);
  }),
);

test('a .json file is written as JSON', () =>
  withFolder(async (cwd) => {
    expect((await whyslow(['init', reference.url, '--config', 'gate.json'], { cwd })).code).toBe(0);
    expect(JSON.parse(await readFile(join(cwd, 'gate.json'), 'utf8'))).toMatchObject({
      servers: { local: { url: reference.url } },
    });
    expect((await readConfig(join(cwd, 'gate.json'))).servers).toHaveLength(1);
  }));

test('an existing configuration of any ending is kept, unless --force is given', () =>
  withFolder(async (cwd) => {
    await writeFile(join(cwd, 'whyslow.config.yaml'), '# mine\n');
    const refused = await whyslow(['init', reference.url], { cwd });
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('whyslow.config.yaml already exists') });
    expect(await filesOf(cwd)).toEqual(new Map([['whyslow.config.yaml', '# mine\n']]));
    const args = ['init', reference.url, '--config', 'whyslow.config.yaml', '--force'];
    expect((await whyslow(args, { cwd })).code).toBe(0);
    expect(await readFile(join(cwd, 'whyslow.config.yaml'), 'utf8')).toContain(reference.url);
  }));

test.each([
  ['there is no listener', async () => `http://127.0.0.1:${await freePort()}`, 14, 'Nothing was written.'],
  ['the URL is invalid', async () => 'http://', 2, 'is not a URL'],
])('if %s, nothing is written', (_what, url, code, line) =>
  withFolder(async (cwd) => {
    const ended = await whyslow(['init', await url()], { cwd });
    expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(line) });
    expect([...(await filesOf(cwd)).keys()]).toEqual([]);
  }),
);

test('an unwritable path is named', () =>
  withFolder(async (cwd) => {
    const ended = await whyslow(['init', reference.url, '--config', 'no/such/folder.json'], { cwd });
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be written (ENOENT)') });
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  }));

test('a server without a known login gets a configuration without a preset', () =>
  withFolder(async (cwd) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', () => socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ended = await whyslow(['init', `http://127.0.0.1:${port}`], { cwd });
    server.close();
    expect(ended).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/answers 404[^]*No login was found/),
    });
    expect((await readConfig(join(cwd, 'whyslow.config.yaml'))).servers[0]?.settings.choices.preset).toBe(undefined);
  }));
