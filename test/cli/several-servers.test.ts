import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { serveReference, type Serving } from '../../src/reference/listen.ts';
import { freePort } from '../serve/port.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { filesOf, start, withFolder } from './whyslow.ts';

const PASSWORDS = ['first-password-1', 'second-password-2'] as const;

let servers: readonly Serving[];
beforeAll(async () => {
  servers = await Promise.all(PASSWORDS.map((password) => serveReference({ port: 0, users: 1, password })));
});
afterAll(() => Promise.all(servers.map((server) => server.close())));

const env = { FIRST: PASSWORDS[0], SECOND: PASSWORDS[1] };

/**
 * Both servers, each with its own password. The second one has settings of its own that cannot succeed: it is no Directus.
 * Security checks decide alike on a busy machine, which a measured latency does not.
 */
const config = (): string =>
  JSON.stringify({
    user: 'user1',
    suites: ['api'],
    formats: ['json', 'junit'],
    servers: {
      first: { url: servers[0]?.url, passwordEnv: 'FIRST' },
      second: { url: servers[1]?.url, passwordEnv: 'SECOND', preset: 'directus' },
    },
  });

const withConfig = (use: (folder: string) => Promise<void>, text = config()): Promise<void> =>
  withFolder(async (folder) => {
    await writeFile(join(folder, 'whyslow.config.json'), text);
    await use(folder);
  });

test('all servers of the configuration are measured, with one folder each, and the worst exit code counts', () =>
  withConfig(async (cwd) => {
    const ended = await whyslow(['verify'], { cwd, env });
    expect(ended.code).toBe(15);
    const folders = await readdir(join(cwd, 'reports'));
    expect(folders.map((name) => name.replace(/^[\d-]+/, ''))).toEqual(['verify-first', 'verify-second']);
    const runs = await Promise.all(
      folders.map(async (name) => validRun(await readFile(join(cwd, 'reports', name, 'run.json'), 'utf8'))),
    );
    expect(runs.map(({ exit }) => exit.code)).toEqual([0, 15]);
    expect(runs.map(({ reproduce }) => reproduce)).toEqual([
      'whyslow verify --server first',
      'whyslow verify --server second',
    ]);
    const written = JSON.stringify(runs) + ended.stdout + ended.stderr;
    expect(PASSWORDS.filter((password) => written.includes(password))).toEqual([]);
  }));

test('--server measures only that server, flags override the file, and --out is its folder', () =>
  withConfig(async (cwd) => {
    const args = ['verify', '--server', 'second', '--preset', 'simplejwt', '--out', 'here', '--format', 'json'];
    expect((await whyslow(args, { cwd, env })).code).toBe(0);
    expect([...(await filesOf(join(cwd, 'here'))).keys()]).toEqual(['run.json']);
  }));

test('suites and requests of the file are used', () =>
  withConfig(async (cwd) => {
    await whyslow(['load', '--server', 'first', '--requests', '40', '--out', 'here', '--quiet'], { cwd, env });
    const run = validRun(await readFile(join(cwd, 'here/run.json'), 'utf8'));
    expect(new Set(run.suites.map(({ suite }) => suite))).toEqual(new Set(['api']));
    expect(run.suites[0]?.n).toBe(40);
  }));

test('--json of several servers is a list of runs', () =>
  withConfig(async (cwd) => {
    const { stdout } = await whyslow(['verify', '--json', '--out', 'all'], { cwd, env });
    const runs = JSON.parse(stdout) as readonly Run[];
    expect(runs.map((run) => validRun(JSON.stringify(run)).command)).toEqual(['verify', 'verify']);
    expect(await readdir(join(cwd, 'all'))).toEqual(['first', 'second']);
  }));

test('a URL of the configuration gets the settings of its server, another URL the common ones', () =>
  withConfig(async (cwd) => {
    const own = await whyslow(['verify', servers[1]?.url ?? '', '--out', 'own'], { cwd, env });
    expect(own.code).toBe(15);
    const other = (servers[1]?.url ?? '').replace('127.0.0.1', 'localhost');
    const ended = await whyslow(['verify', other, '--out', 'other'], { cwd, env: { WHYSLOW_PASSWORD: PASSWORDS[1] } });
    expect(ended.code).toBe(0);
    expect([...(await filesOf(join(cwd, 'other'))).keys()]).toEqual(['junit.xml', 'run.json']);
  }));

test('a server that cannot be measured does not stop the others', () =>
  withConfig(async (cwd) => {
    const ended = await whyslow(['verify', '--out', 'all'], { cwd, env: { SECOND: PASSWORDS[1] } });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(
      'first: The password of "user1" is missing: the environment variable FIRST is not set.',
    );
    expect(await readdir(join(cwd, 'all'))).toEqual(['second']);
  }));

test('Ctrl-C ends the whole command, and the servers after it are not measured', () =>
  withConfig(async (cwd) => {
    const running = start(['load', '--duration', '30s', '--out', 'all'], { cwd, env });
    await expect.poll(() => existsSync(join(cwd, 'all/first')), { timeout: 20_000 }).toBe(true);
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(await readdir(join(cwd, 'all'))).toEqual(['first']);
    expect(validRun(await readFile(join(cwd, 'all/first/run.json'), 'utf8')).exit.code).toBe(130);
  }));

test.each([
  ['two configurations', ['whyslow.config.json', 'whyslow.config.yaml'], [], 'remove one of them'],
  ['a missing configuration', [], ['--config', 'no.json'], 'no.json cannot be read (ENOENT)'],
  ['a server without a configuration', [], ['--server', 'a'], '--server a needs a configuration'],
  ['a file of one run for two servers', ['whyslow.config.json'], ['--hlog', 'x.hlog'], 'add --server NAME'],
  ['an unknown server', ['whyslow.config.json'], ['--server', 'firts'], 'Did you mean first?'],
])('%s: exit 2 and one clear line', (_what, files, args, line) =>
  withFolder(async (cwd) => {
    for (const name of files) await writeFile(join(cwd, name), config());
    const ended = await whyslow(['run', ...args], { cwd });
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(line) });
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  }),
);

test('paths in a configuration are relative to its folder, also when another folder is named', () =>
  withFolder(async (cwd) => {
    const home = join(cwd, 'ci');
    await mkdir(home);
    await writeFile(join(home, 'secret'), PASSWORDS[0]);
    await writeFile(
      join(home, 'gate.yaml'),
      `servers:\n  first:\n    url: ${servers[0]?.url}\n    user: user1\n    passwordFile: secret\n    out: out\n`,
    );
    expect((await whyslow(['verify', '--config', 'ci/gate.yaml'], { cwd })).code).toBe(0);
    expect([...(await filesOf(join(home, 'out'))).keys()]).toEqual(expect.arrayContaining(['report.md', 'run.json']));
  }));

test('--wait: a server that never answers is exit 14 with the reason, and the report lists the attempts', () =>
  withFolder(async (out) => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const ended = await whyslow([url, '--wait', '1s', '--out', out, '--format', 'json,junit']);
    expect(ended.code).toBe(14);
    expect(ended.stdout).toContain('did not answer within 1.0 s (--wait)');
    const files = await filesOf(out);
    expect(validRun(files.get('run.json') ?? '').findings.find(({ id }) => id === 'unreachable-target')?.outcome).toBe(
      'fail',
    );
    expect(files.get('junit.xml')).toContain('<error type="exit-14"');
  }));

test('Ctrl-C while waiting is exit 130 at once', () =>
  withFolder(async (out) => {
    const refusing = createServer((socket) => socket.destroy());
    refusing.listen(0, '127.0.0.1');
    await once(refusing, 'listening');
    const { port } = refusing.address() as AddressInfo;
    const running = start([`http://127.0.0.1:${port}`, '--wait', '60s', '--out', out]);
    await once(refusing, 'connection');
    const before = Date.now();
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    expect(Date.now() - before).toBeLessThan(30_000);
    refusing.close();
  }));

test('a configuration that names another machine sends nothing there, and no password', () =>
  withFolder(async (cwd) => {
    // TEST-NET-1 (RFC 5737): if anything were sent, the command would hang until its timeout instead of refusing.
    const text = JSON.stringify({ user: 'u', passwordEnv: 'FIRST', servers: { evil: { url: 'http://192.0.2.1' } } });
    await writeFile(join(cwd, 'whyslow.config.json'), text);
    const ended = await whyslow(['run', '--wait', '30s'], { cwd, env });
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--allow-remote 192.0.2.1') });
  }));
