import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/cli/config/read.ts';
import { serveReference, type Serving } from '../../src/reference/listen.ts';
import { freePort } from '../serve/port.ts';
import { filesOf, whyslow, withFolder } from './whyslow.ts';

const PASSWORD = 'correct-horse-battery-9';

let reference: Serving;
beforeAll(async () => {
  reference = await serveReference({ port: 0, users: 1, password: PASSWORD });
});
afterAll(() => reference.close());

test('init writes a configuration that run can use unchanged', () =>
  withFolder(async (cwd) => {
    const written = await whyslow(['init', reference.url, '--user', 'user1'], { cwd });
    expect(written).toMatchObject({ code: 0, stdout: expect.stringContaining('Auth stack: simplejwt.') });
    const { servers } = await readConfig(join(cwd, 'whyslow.config.json'));
    expect(servers.map(({ name, url }) => [name, url])).toEqual([['local', reference.url]]);
    expect(servers[0]?.settings.choices).toMatchObject({ preset: 'simplejwt', user: 'user1' });
    const ran = await whyslow(['load', '--requests', '40', '--quiet'], { cwd, env: { WHYSLOW_PASSWORD: PASSWORD } });
    expect(ran).toEqual({ code: 0, stdout: '', stderr: '' });
  }));

test('a .yaml file is written as YAML, with the schema comment for editors', () =>
  withFolder(async (cwd) => {
    expect((await whyslow(['init', reference.url, '--config', 'gate.yaml'], { cwd })).code).toBe(0);
    expect(await readFile(join(cwd, 'gate.yaml'), 'utf8')).toMatch(
      /^# yaml-language-server: \$schema=\S+config\.schema\.json\n/,
    );
    expect((await readConfig(join(cwd, 'gate.yaml'))).servers).toHaveLength(1);
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
      stdout: expect.stringMatching(/answers 404[^]*No login of a known auth stack was found/),
    });
    expect((await readConfig(join(cwd, 'whyslow.config.json'))).servers[0]?.settings.choices.preset).toBe(undefined);
  }));
