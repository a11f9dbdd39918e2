import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runFixture } from './child-vitest.ts';
import { groupIsAlive, startOwned } from './owned-process.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whyslow-owned-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function start(command: string, ...args: string[]) {
  return startOwned({ command, args, cwd: folder, env: process.env, logPath: join(folder, 'log'), stopGraceMs: 200 });
}

/** A busy machine starts and ends processes late. */
const LONG = { timeout: 20_000 };

/** A zombie, as in a container without an init process, still accepts signals although it has ended. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const stat = `/proc/${pid}/stat`;
  return !existsSync(stat) || !readFileSync(stat, 'utf8').includes(') Z ');
}

test('the pid is that of the command itself, and stop ends it', async () => {
  const sleeper = await start('sleep', '60');
  expect(sleeper.isRunning()).toBe(true);
  expect(isAlive(sleeper.pid)).toBe(true);
  await sleeper.stop();
  expect(sleeper.isRunning()).toBe(false);
  expect(isAlive(sleeper.pid)).toBe(false);
  await sleeper.stop();
});

test('a process that ignores SIGTERM is killed with its children', async () => {
  const deaf = await start('sh', '-c', 'trap "" TERM; sleep 60 & echo $!; wait; sleep 60');
  const childPid = await vi.waitFor(() => {
    const written = Number(readFileSync(join(folder, 'log'), 'utf8'));
    expect(written).toBeGreaterThan(0);
    return written;
  }, LONG);
  await deaf.stop();
  expect(isAlive(childPid)).toBe(false);
});

test('stop ends the children of a process that ends before them', async () => {
  const parent = await start('sh', '-c', 'sleep 60 & echo ready; wait');
  await vi.waitFor(() => expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('ready\n'), LONG);
  await parent.stop();
  expect(groupIsAlive(parent.pid)).toBe(false);
});

test('stdout and stderr are in the log', async () => {
  const talker = await start('sh', '-c', 'echo out; echo err >&2');
  await vi.waitFor(() => expect(talker.isRunning()).toBe(false), LONG);
  expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('out\nerr\n');
});

test.runIf(process.platform === 'linux')('it ends when its test process is killed', async () => {
  const pidPath = join(folder, 'pid');
  await runFixture(new URL('fixtures/killed.spec.ts', import.meta.url), {
    PATH: process.env['PATH'],
    SLEEPER_PID_FILE: pidPath,
  });
  const pid = Number(readFileSync(pidPath, 'utf8'));
  expect(pid).toBeGreaterThan(0);
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), LONG);
});
