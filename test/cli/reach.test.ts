import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { testWith } from '../serve/require.ts';
import { withFolder } from './whyslow.ts';

const BIN = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));

/**
 * A network of its own, in which 192.0.2.0/24 (RFC 5737) is delivered to this machine although no interface has an
 * address of it: a foreign address with a server that tells who came.
 */
const ENTER = `
set -e
ip link set lo up
ip route add local 192.0.2.0/24 dev lo
mount --bind "$1/hosts" /etc/hosts
printf 'hosts: files\\n' > "$1/nsswitch"
mount --bind "$1/nsswitch" /etc/nsswitch.conf
exec "$2" "$1/inside.mjs"
`;

const INSIDE = (args: readonly string[]): string => `
import { createServer } from 'node:http';
import { spawn } from 'node:child_process';
const listen = (address, said) => new Promise((done) => createServer((request, response) => {
  said.push(request.url);
  response.writeHead(request.url === '/away' ? 302 : 200, { location: 'http://192.0.2.1:8100/' }).end('hello');
}).on('connection', () => said.push('connection')).listen(8100, address, done));
const [here, elsewhere] = [[], []];
await listen('127.0.0.1', here);
await listen('192.0.2.1', elsewhere);
const child = spawn(process.execPath, ${JSON.stringify([BIN, ...args, '--no-color'])}, { stdio: ['ignore', 'pipe', 'pipe'] });
let [stdout, stderr] = ['', ''];
child.stdout.on('data', (chunk) => (stdout += chunk));
child.stderr.on('data', (chunk) => (stderr += chunk));
child.on('close', (code) => {
  process.stdout.write(JSON.stringify({ code, stdout, stderr, here, elsewhere }), () => process.exit());
});
`;

interface Told {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly here: readonly string[];
  readonly elsewhere: readonly string[];
}

const HOSTS = '127.0.0.1 localhost\n127.0.0.1 both.test\n192.0.2.1 both.test\n192.0.2.1 away.test\n';
const FOREIGN_LOCALHOST = '192.0.2.1 localhost\n127.0.0.1 localhost\n';

const inside = (args: readonly string[], hosts = HOSTS): Promise<Told> =>
  withFolder(async (folder) => {
    await writeFile(join(folder, 'hosts'), hosts);
    await writeFile(join(folder, 'inside.mjs'), INSIDE([...args, '--out', join(folder, 'out')]));
    const argv = ['-rnm', 'sh', '-c', ENTER, 'sh', folder, process.execPath];
    const { stdout, stderr } = spawnSync('unshare', argv, {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '' },
    });
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout) as Told;
  });

const failed = (told: Told): readonly string[] =>
  (JSON.parse(told.stdout) as Run).findings.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);

const test = testWith(['namespaces']);

test.each(['8100', ':8100', 'localhost:8100', '0.0.0.0:8100', 'http://[::]:8100/', '*:8100'])(
  '%s is asked at localhost, and nowhere else',
  async (url) => {
    const told = await inside([url, '--json']);
    expect((JSON.parse(told.stdout) as Run).target.url).toBe('http://localhost:8100/');
    expect(told.here).toContain('/');
    expect(told.elsewhere).toEqual([]);
    const isWildcard = !/^(localhost)?:?8100$/.test(url);
    expect(told.stderr.includes('localhost is measured instead')).toBe(isWildcard);
  },
);

test.each([
  ['diagnose', []],
  ['clients', ['--real']],
  ['run', ['--user', 'me', '--password-file', '/etc/hosts']],
  ['diagnose', ['--wait', '2s']],
])('%s %j of a name that resolves to another machine is refused, and nothing is sent', async (command, options) => {
  const told = await inside([command, 'http://away.test:8100', ...options]);
  expect(told).toMatchObject({ code: 2, stdout: '', here: [], elsewhere: [] });
  expect(told.stderr).toContain('away.test is 192.0.2.1, another machine');
  expect(told.stderr).toContain('--allow-remote away.test');
});

test.each(['192.0.2.1', 'away.test'])('--allow-remote %s allows requests to away.test', async (host) => {
  const told = await inside(['http://away.test:8100', '--allow-remote', host]);
  expect(told.elsewhere).toContain('/');
});

test.each([
  ['diagnose', []],
  ['clients', ['--real']],
  ['diagnose', ['--wait', '2s']],
])('%s %j of a name that resolves to this and another machine stays on this machine', async (command, options) => {
  const told = await inside([command, 'http://both.test:8100', ...options, '--json']);
  expect(told.code).toBe(0);
  expect(told.here).toContain('/');
  expect(told.elsewhere).toEqual([]);
  const made = JSON.parse(told.stdout) as Run;
  expect(made.notChecked.join('\n')).toContain('192.0.2.1, to which both.test also resolves');
  expect(made.clients).toEqual([]);
});

test('commands that sign in refuse such a name', async () => {
  const told = await inside(['run', 'http://both.test:8100', '--user', 'me', '--password-file', '/etc/hosts']);
  expect(told).toMatchObject({ code: 2, here: [], elsewhere: [] });
});

test.each([
  ['before 127.0.0.1', FOREIGN_LOCALHOST, 0],
  ['alone', '192.0.2.1 localhost\n', 0],
])('a foreign localhost entry %s is found without contacting it', async (_where, hosts, code) => {
  const told = await inside(['http://localhost:8100', '--json'], hosts);
  expect(failed(told)).toEqual(['foreign-localhost-entry']);
  expect(told.code).toBe(code);
  expect(told.elsewhere).toEqual([]);
  const { findings } = JSON.parse(told.stdout) as Run;
  expect(findings.find(({ id }) => id === 'foreign-localhost-entry')?.summary).toContain('(not contacted)');
});

test('with --allow-remote localhost the foreign address is probed as well', async () => {
  const told = await inside(['http://localhost:8100', '--json', '--allow-remote', 'localhost'], FOREIGN_LOCALHOST);
  expect(told.elsewhere).toContain('/');
  expect(failed(told)).toContain('foreign-localhost-entry');
});

test('redirects to another machine are not followed, not even by the installed clients', async () => {
  const told = await inside(['clients', 'http://127.0.0.1:8100/away', '--real']);
  expect(told.here).toContain('/away');
  expect(told.elsewhere).toEqual([]);
});
