import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import {
  type Asked,
  closed,
  type Fault,
  type FaultyServer,
  silent,
  startFaultyServer,
  status,
  throttled,
  wrongBody,
} from './faulty-server.ts';
import { expectExit } from './fit-machine.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { type Ended, filesOf, withFolder } from './whyslow.ts';

const started: FaultyServer[] = [];
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
});

async function serverWith(faultFor: (asked: Asked) => Fault | null): Promise<FaultyServer> {
  const server = await startFaultyServer(faultFor);
  started.push(server);
  return server;
}

/** Correct until the load begins: the first protected answer belongs to the route detection. */
const underLoad =
  (fault: Fault, suites: readonly Asked['what'][] = ['refresh', 'api']) =>
  ({ what, before }: Asked): Fault | null =>
    suites.includes(what) && (what !== 'api' || before > 0) ? fault : null;

const ENV = { WHYSLOW_PASSWORD: 'pass-phrase' };
const ACCOUNT = ['--user', 'me', '--preset', 'simplejwt', '--api', '/api/me/'];

interface Loaded extends Ended {
  readonly run: Run;
  readonly files: ReadonlyMap<string, string>;
}

const load = (url: string, ...more: readonly string[]): Promise<Loaded> =>
  withFolder(async (out) => {
    const formats = ['--format', 'json,markdown,junit,github'];
    const ended = await whyslow(['load', url, ...ACCOUNT, ...formats, '--out', out, ...more], { env: ENV });
    const files = await filesOf(out);
    return { ...ended, files, run: validRun(files.get('run.json') ?? '') };
  });

test.each([
  ['429 with Retry-After 0', throttled('0'), '300 × 429'],
  ['429 with a Retry-After of a day', throttled('86400'), '1 × 429; throttled: 429 with Retry-After 86400 s'],
  ['500', status(500), '300 × status 500'],
  ['200 with a body that is no JSON', wrongBody, '300 × a body that is not JSON'],
])('if every answer is %s, nothing was measured: exit 16, and never a pass', async (_what, fault, instead) => {
  const server = await serverWith(underLoad(fault));
  const { code, stdout, run, files } = await load(server.url, '--suite', 'api', '--connections', '1');
  expect({ code, exit: run.exit.code, verdict: run.verdict }).toEqual({ code: 16, exit: 16, verdict: 'inconclusive' });
  expect(run.exit.reason).toContain(`no right answer, nothing measured: api (${instead}`);
  expect(run.verdicts).toMatchObject([{ verdict: 'inconclusive', ground: 'no-right-answer', actualMs: null }]);
  expect(run.verdicts[0]?.because).toContain(`no right answer came: ${instead}`);
  expect(files.get('junit.xml')).toContain('<error type="exit-16"');
  for (const page of [stdout, ...files.values()]) expect(page).not.toMatch(/bottleneck|nothing slows|✔ pass/);
});

test('a suite without a right answer is named, also if another suite has right answers', async () => {
  const server = await serverWith(underLoad(throttled('0'), ['refresh']));
  const { run } = await load(server.url, '--suite', 'refresh,api', '--connections', '1');
  expectExit(run, 16, /^no right answer, nothing measured: refresh \(300 × 429\)$/);
  expect(run.verdicts[0]).toMatchObject({ verdict: 'inconclusive', ground: 'no-right-answer' });
});

test.each([
  ['that was named is required without a threshold', ['--suite', 'refresh,api', '--target', 'api mean < 1s'], 16],
  ['that was not named and has no threshold is not required', ['--target', 'api mean < 1s'], 0],
  ['that has a threshold and was not named is required', ['--suite', 'api', '--target', 'refresh mean < 1s'], 16],
])('a suite %s', async (_what, options, code) => {
  const server = await serverWith(underLoad(throttled('0'), ['refresh']));
  const loaded = await load(server.url, '--connections', '1', ...options);
  expectExit(loaded.run, code, /./);
  expect(loaded.code).toBe(loaded.run.exit.code);
});

test('a threshold for errors is missed if all answers are wrong', async () => {
  const server = await serverWith(underLoad(status(500)));
  const { code, run } = await load(server.url, '--suite', 'api', '--connections', '1', '--target', 'api errors < 1%');
  expect(code).toBe(10);
  expect(run.exit.reason).toMatch(/^threshold missed: api errors < 1% \(errors 100\.00 %/);
});

test('if half of the answers are wrong, the reason names the wrong answers and not a missed mean', async () => {
  const half = ({ what, before }: Asked): Fault | null => (what === 'api' && before % 2 === 1 ? status(500) : null);
  const { code, run } = await load((await serverWith(half)).url, '--suite', 'api', '--connections', '1');
  expect(code).toBe(run.exit.code);
  expectExit(run, 10, /^api: \d\d % of the answers were wrong \(allowed 1 %\): \d+ of \d+, status 500$/);
});

test('a server that closes each connection counts as gone', async () => {
  const server = await serverWith(underLoad(closed));
  const { code, run } = await load(server.url, '--suite', 'api', '--connections', '1');
  expect(code).toBe(14);
  expect(run.exit.reason).toContain('the server stopped answering (reset)');
});

test('if every request waits until the time limit, nothing was measured', async () => {
  const server = await serverWith(underLoad(silent));
  const { code, run } = await load(server.url, '--suite', 'api', '--connections', '1', '--time-limit', '5s');
  expect(code).toBe(16);
  expect(run.exit.reason).toContain('time limit of 5 s reached');
});

test('a run without a right answer saves no baseline', () =>
  withFolder(async (cwd) => {
    const server = await serverWith(underLoad(throttled('0')));
    const options = ['--suite', 'api', '--connections', '1', '--save-baseline', 'main', '--out', join(cwd, 'out')];
    const { code, stderr } = await whyslow(['load', server.url, ...ACCOUNT, ...options], { env: ENV, cwd });
    expect(code).toBe(16);
    expect(stderr).toContain('no baseline was saved');
    expect(await readdir(cwd)).toEqual(['out']);
  }));

test.each([
  ['A', throttled('0'), status(200)],
  ['B', null, throttled('0')],
] as const)('a comparison in which %s gives no right answer is exit 16', async (arm, faultOfA, faultOfB) => {
  const servers = [
    await serverWith(faultOfA === null ? () => null : underLoad(faultOfA)),
    await serverWith(arm === 'A' ? () => null : underLoad(faultOfB)),
  ];
  await withFolder(async (out) => {
    const urls = servers.map(({ url }) => url);
    const options = ['--suite', 'api', '--max-time', '10s', '--out', out];
    const { code } = await whyslow(['compare', ...urls, ...ACCOUNT, ...options], { env: ENV });
    const run = validRun((await filesOf(out)).get('run.json') ?? '');
    expect(code).toBe(16);
    expect(run.exit.reason).toBe(`no right answer, nothing measured: api (${arm}: 20 × 429)`);
    expect(run.comparison?.verdict).toBe('inconclusive');
  });
});

test('a watch with a suite that never got a right answer is exit 16', async () => {
  const server = await serverWith(underLoad(status(500), ['refresh']));
  const ended = await whyslow(['watch', server.url, ...ACCOUNT, '--suite', 'refresh', '--for', '4s'], { env: ENV });
  expect(ended.code).toBe(16);
  expect(ended.stderr).toContain('refresh gave no right answer');
});
