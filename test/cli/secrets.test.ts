import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { formats } from '../../src/render/index.ts';
import { leakyArguments, type LeakyServer, NEEDLE, startLeakyServer } from './leaky-server.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { type Ended, start, withFolder } from './whyslow.ts';

let home = '';
let server: LeakyServer;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'whyslow-secrets-'));
  server = await startLeakyServer(home);
});
afterAll(async () => {
  await server.stop();
  await rm(home, { recursive: true, force: true });
});

const EVERY_FORMAT = formats.map(({ name }) => name).join(',');
const PASSWORD = `${NEEDLE}-of-the-account`;
const QUERY = `?token=${NEEDLE}Query&page=2`;
const env = { WHYSLOW_PASSWORD: PASSWORD, http_proxy: `http://ada:${NEEDLE}Proxy@127.0.0.1:1`, no_proxy: '127.0.0.1' };

const address = (): string => `http://127.0.0.1:${server.port}/api${QUERY}#${NEEDLE}Fragment`;

/** Every file below a folder, and both streams: all output of a command. */
async function everythingOf({ stdout, stderr }: Ended, folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map(async (path) => [path, await readFile(path, 'utf8')] as const));
  return new Map([['stdout', stdout], ['stderr', stderr], ...texts]);
}

const leaksIn = (written: ReadonlyMap<string, string>): readonly string[] =>
  [...written].flatMap(([name, text]) =>
    text
      .split('\n')
      .filter((line) => line.includes(NEEDLE))
      .map((line) => `${name}: ${line.trim().slice(0, 300)}`),
  );

test.each([
  ['diagnose', ['diagnose'], 0],
  ['diagnose, printed as JSON', ['diagnose', '--json'], 0],
  ['clients, with the installed ones', ['clients', '--real'], 0],
  ['run', ['run', '--user', 'ada'], 15],
  ['load', ['load', '--user', 'ada'], 15],
  ['verify', ['verify', '--user', 'ada'], 15],
] as const)('%s: no secret of the server, of the URL or of the account is written', async (_what, args, code) =>
  withFolder(async (out) => {
    const [command, ...options] = args;
    const argv = [command, address(), ...options, '--format', EVERY_FORMAT, '--out', join(out, 'report')];
    const ended = await whyslow(argv, { env, cwd: out });
    const written = await everythingOf(ended, out);
    expect(leaksIn(written)).toEqual([]);
    expect(ended.code).toBe(code);
    const run = validRun(written.get(join(out, 'report', 'run.json')) ?? '');
    expect(run.target.url).toBe(`http://127.0.0.1:${server.port}/api?token=***&page=***`);
    expect(run.reproduce).toContain('?token=***&page=***');
    expect(run.target.server.command).toContain('server.mjs --db ***');
  }),
);

const NO_LOGIN = 'No login was found on http://127.0.0.1:';

test.each([
  ['run', (url: string) => ['run', url]],
  ['load', (url: string) => ['load', url]],
  ['verify', (url: string) => ['verify', url]],
  ['compare', (url: string) => ['compare', url, url]],
  ['watch', (url: string) => ['watch', url, '--for', '5s']],
] as const)('%s sends no password where no login was recognised, and names the presets', async (what, args) =>
  withFolder(async (out) => {
    const options = ['--user', 'ada', ...(what === 'watch' ? [] : ['--out', join(out, 'report')])];
    const ended = await whyslow([...args(address()), ...options], { env, cwd: out });
    expect(ended.code).toBe(15);
    const said = [...(await everythingOf(ended, out)).values()].join('\n').replaceAll(/\s+/g, ' ');
    expect(said).toContain(NO_LOGIN);
    expect(said).toContain('tried the routes of the auth stacks, OpenAPI documents, an empty body to common paths');
    expect(said).toContain('No password was sent. Name the auth stack with --preset NAME');
    const received = await server.received();
    expect(received.filter(({ method }) => method === 'POST').length).toBeGreaterThan(0);
    expect(received.filter(({ body }) => body.includes(PASSWORD) || body.includes('ada'))).toEqual([]);
  }),
);

test('a route that was named with its preset is sent the password', () =>
  withFolder(async (out) => {
    const named = ['verify', address(), '--user', 'ada', '--preset', 'directus', '--out', join(out, 'report')];
    const ended = await whyslow(named, { env, cwd: out });
    expect(ended.code).toBe(15);
    const paths = (await server.received()).filter(({ body }) => body.includes(PASSWORD)).map(({ url }) => url);
    expect(paths).toEqual(['/auth/login']);
    expect(leaksIn(await everythingOf(ended, out))).toEqual([]);
  }));

test('requests are sent with the real query', async () =>
  expect((await server.received()).some(({ url }) => url === `/api${QUERY}`)).toBe(true));

test('a saved run is compared, rendered and used with --against without a secret', () =>
  withFolder(async (out) => {
    const saved = join(out, 'first', 'run.json');
    const first = await whyslow([address(), '--out', join(out, 'first')], { env, cwd: out });
    const against = [address(), '--against', saved, '--format', EVERY_FORMAT, '--out', join(out, 'second')];
    const second = await whyslow(against, { env, cwd: out });
    const report = await whyslow(['report', saved, '--format', EVERY_FORMAT], { env, cwd: out });
    const compared = ['compare', saved, join(out, 'second', 'run.json'), '--format', EVERY_FORMAT];
    const comparison = await whyslow([...compared, '--out', join(out, 'third')], { env, cwd: out });
    // Two diagnoses hold no load to compare.
    expect([first.code, second.code, report.code, comparison.code]).toEqual([0, 0, 0, 16]);
    for (const ended of [first, second, report, comparison]) {
      expect(leaksIn(await everythingOf(ended, out))).toEqual([]);
    }
  }));

test('a run that an earlier version saved with secrets is rendered and compared without them', async () =>
  withFolder(async (out) => {
    const saved = join(out, 'saved', 'run.json');
    await whyslow([address(), '--out', join(out, 'saved')], { env, cwd: out });
    const run = JSON.parse(await readFile(saved, 'utf8')) as Run;
    const url = `http://127.0.0.1:${server.port}/api${QUERY}`;
    const old = JSON.stringify({ ...run, reproduce: `whyslow ${url}`, target: { ...run.target, url } });
    const inside = (text: string): string => JSON.stringify(text).slice(1, -1);
    const [shown, raw] = [run.target.server.command ?? '', `node ${server.script} ${leakyArguments.join(' ')}`];
    await writeFile(
      saved,
      old.replaceAll(inside(shown), () => inside(raw)),
    );
    const report = ['report', saved, '--format', EVERY_FORMAT, '--out', join(out, 'report')];
    const ended = await whyslow(report, { env, cwd: out });
    expect(ended.code).toBe(0);
    expect(leaksIn(await everythingOf(ended, join(out, 'report')))).toEqual([]);
    const again = await whyslow([address(), '--against', saved, '--out', join(out, 'again')], { env, cwd: out });
    expect(leaksIn(await everythingOf(again, join(out, 'again')))).toEqual([]);
    const { against } = validRun(await readFile(join(out, 'again', 'run.json'), 'utf8'));
    expect(against?.comparable.kind).toBe('same-server');
  }));

test('watch keeps no secret in its history, its screen or its metrics', () =>
  withFolder(async (out) => {
    const args = ['watch', address(), '--history', join(out, 'history.json'), '--metrics', '0', '--rate', '10/s'];
    const alert = ['--alert', '127.0.0.1 p95 > 60s for 1s'];
    const watching = start([...args, ...alert], { env, cwd: out });
    await watching.saw('metrics on');
    const metricsUrl = /metrics on (\S+)/.exec(watching.said())?.[1] ?? '';
    const metrics = await (await fetch(metricsUrl)).text();
    watching.child.kill('SIGINT');
    const ended = await watching.ended;
    expect(leaksIn(new Map([...(await everythingOf(ended, out)), ['metrics', metrics]]))).toEqual([]);
    const again = await whyslow([...args, '--for', '500ms'], { env, cwd: out });
    expect(leaksIn(await everythingOf(again, out))).toEqual([]);
    expect(again.stderr).not.toContain('is of');
  }));

test('init writes no secret into the configuration, and names the part that it left out', () =>
  withFolder(async (out) => {
    const ended = await whyslow(['init', address(), '--user', 'ada'], { env, cwd: out });
    const written = await everythingOf(ended, out);
    expect(leaksIn(written)).toEqual([]);
    expect(written.get(join(out, 'whyslow.config.yaml'))).toContain(`url: http://127.0.0.1:${server.port}/api\n`);
    expect(ended.stdout).toContain('The query of the URL was left out');
  }));

test.each([
  ['a URL with a password', ['http://me:hunter2@localhost:1']],
  ['a wrong URL with a password and a query', ['http://me:hunter2@local host/?token=hunter2']],
  ['a wrong URL with a query', ['http://localhost:99999/?token=hunter2#hunter2']],
  ['a wrong URL without a scheme', ['me:hunter2@localhost:99999']],
  ['a URL of another scheme', ['postgres://me:hunter2/with-a-slash@localhost/x']],
  ['an unknown option with a value', ['run', '--password=hunter2']],
  ['an unknown option with a value behind a colon', ['run', '--password:hunter2']],
  ['an unknown short option with a value', ['run', '-phunter2']],
  ['a missing account', ['verify', 'http://127.0.0.1:1/?token=hunter2']],
  ['a missing password', ['run', 'http://127.0.0.1:1/?token=hunter2', '--user', 'me']],
  ['an unknown arm of a comparison', ['compare', 'a?token=hunter2', 'b']],
  ['a remote target', ['load', 'http://192.0.2.1/?token=hunter2', '--user', 'me']],
] as const)('a mistake is reported without its secret: %s', async (_what, args) => {
  const ended = await withFolder((cwd) => whyslow(args, { cwd }));
  expect(ended.code).toBe(2);
  expect(ended.stderr).not.toBe('');
  expect(ended.stdout + ended.stderr).not.toContain(NEEDLE);
});
