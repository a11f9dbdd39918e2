import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compare, run, ToolError } from '../src/index.ts';
import { serveReference, type Serving } from '../src/reference/listen.ts';
import { validRun } from './cli/valid-run.ts';
import { withFolder } from './cli/whyslow.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PASSWORD = 'correct-horse-battery-9';

let reference: Serving;
beforeAll(async () => {
  reference = await serveReference({ port: 0, users: 2, password: PASSWORD });
});
afterAll(() => reference.close());

/** The compiler and a whole run take a minute on a busy machine. */
const LONGEST_MS = 180_000;

const execute = promisify(execFile);

/** The first TypeScript block of docs/api.md. */
async function exampleOfReadme(): Promise<string> {
  const [, code = ''] = /^```ts\n([\s\S]*?)^```$/m.exec(await readFile(join(ROOT, 'docs/api.md'), 'utf8')) ?? [];
  return code;
}

/** A project with the built package installed: only the published files. */
async function installedIn(folder: string): Promise<void> {
  const home = join(folder, 'node_modules/whyslow');
  await mkdir(home, { recursive: true });
  await cp(join(ROOT, 'dist'), join(home, 'dist'), { recursive: true });
  await cp(join(ROOT, 'package.json'), join(home, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(home, 'node_modules'));
  await symlink(join(ROOT, 'node_modules/@types'), join(folder, 'node_modules/@types'));
}

test(
  'the example of docs/api.md compiles against the built package and runs against a server',
  { timeout: LONGEST_MS },
  () =>
    withFolder(async (folder) => {
      await installedIn(folder);
      const example = await exampleOfReadme();
      expect(example).toContain("'http://localhost:8000'");
      await writeFile(join(folder, 'example.mts'), example.replace('http://localhost:8000', reference.url));
      const compilerOptions = {
        strict: true,
        exactOptionalPropertyTypes: true,
        module: 'nodenext',
        target: 'es2023',
        types: ['node'],
      };
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['example.mts'] }));
      const compiled = await execute(process.execPath, [
        join(ROOT, 'node_modules/typescript/bin/tsc'),
        '-p',
        folder,
      ]).catch((error: { stdout: string }) => error);
      expect(compiled.stdout).toBe('');
      const { PATH = '' } = process.env;
      const ran = await execute(process.execPath, [join(folder, 'example.mjs')], {
        cwd: folder,
        env: { PATH, WHYSLOW_PASSWORD: PASSWORD },
      }).catch((error: { stdout: string; stderr: string }) => error);
      // The verdict depends on the other load of this machine.
      expect(ran.stdout).toMatch(/^(pass|warn|inconclusive|invalid) refresh p95 < 30ms /m);
      expect(ran.stdout).toMatch(/^(pass|warn|inconclusive|invalid) api mean < 100ms /m);
      expect(ran.stdout + ran.stderr).not.toContain(PASSWORD);
    }),
);

test('a URL alone is a diagnosis, and the run matches the schema', async () => {
  const made = await run({ url: reference.url });
  expect(validRun(JSON.stringify(made)).command).toBe('diagnose');
  expect(made.suites).toEqual([]);
  expect(made.exit.code).toBe(0);
});

test('with an account everything runs, with the default thresholds', async () => {
  const made = await run({ url: reference.url, user: 'user2', password: PASSWORD, requests: 40, suites: ['api'] });
  expect(made.command).toBe('run');
  expect(made.verdicts.map(({ target }) => target)).toEqual(['api mean < 100ms']);
  expect(made.checks.length).toBeGreaterThan(3);
});

test('an aborted signal ends it early, and the measurements so far are in the run', async () => {
  const controller = new AbortController();
  const running = run({
    url: reference.url,
    user: 'user1',
    password: PASSWORD,
    durationMs: 60_000,
    signal: controller.signal,
    watch: ({ kind }) => {
      if (kind === 'load') controller.abort();
    },
  });
  const made = await running;
  expect(made.exit).toMatchObject({ code: 130 });
  expect(made.addresses.length).toBeGreaterThan(0);
  expect(Date.parse(made.finishedAt) - Date.parse(made.startedAt)).toBeLessThan(30_000);
});

test('with a signal that is already aborted, nothing is sent', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const made = await run({ url: `http://127.0.0.1:${port}`, signal: AbortSignal.abort(), waitMs: 1_000 });
  server.close();
  expect(made.exit.code).toBe(130);
  expect(connections).toBe(0);
});

test('two servers are compared in turn, and a comparison can be ended early', async () => {
  const made = await compare({
    a: reference.url,
    b: { url: reference.url, user: 'user2', password: PASSWORD },
    user: 'user1',
    password: PASSWORD,
    suites: ['api'],
    pairs: 4,
    requests: 40,
    maxTimeMs: 40_000,
  });
  expect(validRun(JSON.stringify(made)).command).toBe('compare');
  expect(made.comparison?.changes.map(({ suite }) => suite)).toEqual(made.comparison?.changes.map(() => 'api'));
  expect(made.comparison?.changes.length).toBeGreaterThan(0);
  expect(JSON.stringify(made)).not.toContain(PASSWORD);
  const stopped = await compare({ a: 'reference', b: 'reference', signal: AbortSignal.abort() });
  expect(stopped.exit.code).toBe(130);
});

test.each([
  ['no account', { a: 'http://127.0.0.1:1', b: 'reference' }, 'no-user'],
  ['no url', { a: 'http://', b: 'reference' }, 'bad-url'],
  ['an unknown preset', { a: 'reference', b: 'reference', preset: 'x' }, 'unknown-preset'],
])('a comparison with %s is a ToolError with a code', async (_what, options, code) => {
  await expect(compare(options)).rejects.toMatchObject({ code, exitCode: 2 });
});

test.each([
  ['no url', { url: 'http://' }, 'bad-url'],
  ['an invalid threshold', { url: 'http://127.0.0.1:1', user: 'a', password: 'b', targets: ['fast'] }, 'bad-target'],
  ['thresholds without an account', { url: 'http://127.0.0.1:1', targets: ['api mean < 100ms'] }, 'no-user'],
  ['an account without a password', { url: 'http://127.0.0.1:1', user: 'a' }, 'no-password'],
  ['an empty password', { url: 'http://127.0.0.1:1', user: 'a', password: '' }, 'no-password'],
  ['user and accounts', { url: 'http://127.0.0.1:1', user: 'a', password: 'b', accounts: [] }, 'no-user'],
  [
    'requests and a duration',
    { url: 'http://127.0.0.1:1', user: 'a', password: 'b', requests: 1, durationMs: 1 },
    'bad-load',
  ],
  ['an unknown preset', { url: 'http://127.0.0.1:1', user: 'a', password: 'b', preset: 'x' }, 'unknown-preset'],
])('%s is a ToolError with a code', async (_what, options, code) => {
  const error = await run(options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ToolError);
  expect(error).toMatchObject({ code, exitCode: 2 });
});
