import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect } from 'vitest';
import { startTokenServer, type TokenServer } from '../load/token-server.ts';
import { testWith } from '../serve/require.ts';
import { onSmallDisk, type OnSmallDisk } from './small-disk.ts';
import { validRun } from './valid-run.ts';
import { whyslow, withFolder } from './whyslow.ts';

const BIN = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));
const env = { WHYSLOW_PASSWORD: 'correct-horse-battery-9' };
const account = ['--user', 'user1', '--preset', 'simplejwt', '--api', '/api/me/'];
const few = ['--suite', 'api', '--requests', '60', '--connections', '2'];
const testOnLinux = testWith(['namespaces']);

let server: TokenServer;
let url = '';
beforeAll(async () => {
  server = await startTokenServer();
  url = `http://127.0.0.1:${server.port}`;
});
afterAll(() => server.stop());

const onDisk = (freeKb: number, args: readonly string[]) =>
  withFolder((folder) => onSmallDisk(folder, freeKb, args, env));

testOnLinux('on a full disk the result is printed, and each unwritten file is reported', async () => {
  const ended = await onDisk(0, [url, '--out', 'out']);
  expect(ended.stdout).toContain('whyslow');
  expect(ended.stdout).toContain(`127.0.0.1:${server.port}`);
  expect(ended.stderr).toContain('out/run.json was not written: no space is left on the device (ENOSPC). ');
  expect(ended.stderr).toContain('out/report.md was not written: no space is left on the device (ENOSPC). ');
  expect(ended.stderr).not.toMatch(/internal error|\n\s+at /);
  expect(ended.files).toEqual([]);
  expect(ended.code).toBe(2);
});

testOnLinux('with --json the run is on stdout', async () => {
  const ended = await onDisk(0, [url, '--json', '--out', 'out']);
  expect(validRun(ended.stdout).exit.code).toBe(0);
  expect(ended.code).toBe(2);
});

testOnLinux('run.json is written before the other formats, which can be made from it', async () => {
  // Room for a run of some 60 kB, and not for a page of 30 kB beside it.
  const ended = await onDisk(76, [url, '--format', 'html,json', '--out', 'out']);
  expect(ended.files).toEqual(['out/run.json']);
  expect(ended.stderr).toContain('out/report.html was not written: no space is left on the device (ENOSPC). ');
  expect(ended.stderr).toContain('whyslow report out/run.json --format html --out DIR');
  expect(ended.code).toBe(2);
});

testOnLinux('a full disk for samples and logs does not end the measurement', async () => {
  const files = ['--samples', 'samples.jsonl', '--hlog', 'log.hlog'];
  const ended = await onDisk(0, ['load', url, ...account, ...few, ...files, '--json', '--out', 'out']);
  for (const file of ['samples.jsonl', 'log.hlog'])
    expect(ended.stderr).toContain(`${file} is incomplete: no space is left on the device (ENOSPC). `);
  const run = validRun(ended.stdout);
  expect(run.suites.map(({ n }) => n)).toEqual([60, 12, 60]);
  expect(ended.stderr).not.toContain('internal error');
  expect(ended.code).not.toBe(0);
});

/** On a busy machine the generator may be the bottleneck, and then no baseline is saved. */
async function keptBaseline(attempts = 10): Promise<OnSmallDisk> {
  const ended = await onDisk(0, ['load', url, ...account, ...few, '--save-baseline', 'main', '--out', 'out']);
  return attempts > 1 && ended.stderr.includes('no baseline was saved') ? keptBaseline(attempts - 1) : ended;
}

testOnLinux('a baseline that cannot be written is reported', async () => {
  const ended = await keptBaseline();
  expect(ended.stderr).toContain(
    '.whyslow/baselines/main.json was not written: no space is left on the device (ENOSPC)',
  );
  expect(ended.code).not.toBe(0);
  expect(ended.files).toEqual([]);
});

testOnLinux('a configuration and a history that cannot be written leave nothing behind', async () => {
  const begun = await onDisk(0, ['init', url]);
  expect(begun.stderr).toContain('whyslow.config.yaml cannot be written (ENOSPC): no space is left on the device.');
  const watched = await onDisk(0, ['watch', url, '--for', '2s', '--history', 'history.json']);
  expect(watched.stderr).toContain('history.json cannot be written (ENOSPC): no space is left on the device.');
  expect([begun.files, watched.files]).toEqual([[], []]);
  expect([begun.code, watched.code]).toEqual([2, 2]);
  expect(watched.stdout).toContain('127.0.0.1');
});

testOnLinux('rendering a saved run onto a full disk is reported', () =>
  withFolder(async (folder) => {
    await whyslow([url, '--format', 'json', '--out', folder]);
    const ended = await onDisk(0, ['report', join(folder, 'run.json'), '--format', 'html', '--out', 'out']);
    expect(ended.stderr).toContain('out/report.html was not written: no space is left on the device (ENOSPC). ');
    expect([ended.code, ended.files]).toEqual([2, []]);
  }),
);

testOnLinux('a full device at stdout is reported, and the reports are written', () =>
  withFolder(async (folder) => {
    const ended = await inShell(`"$@" > /dev/full; echo "code $?"; ls`, [url, '--out', '.'], folder);
    expect(ended.stderr).toContain('the result could not be printed (ENOSPC)');
    expect(ended.stdout).toContain('code 2\n');
    expect(ended.stdout).toContain('run.json');
  }),
);

testOnLinux('a closed pipe is no error', () =>
  withFolder(async (folder) => {
    const ended = await inShell(`{ "$@"; echo "code $?" >&2; } | head -1; ls`, [url, '--out', '.'], folder);
    expect(ended.stderr).toContain('code 0\n');
    expect(ended.stderr).not.toMatch(/EPIPE|internal error|Error/);
    expect(ended.stdout).toContain('run.json');
  }),
);

testOnLinux('a watch with a closed pipe ends', () =>
  withFolder(async (folder) => {
    const ended = await inShell(`{ "$@"; echo "code $?" >&2; } | head -1`, ['watch', url, '--rate', '10/s'], folder);
    expect(ended.stderr).toContain('code 0\n');
    expect(ended.stderr).not.toMatch(/EPIPE|internal error|Error/);
  }),
);

/** The command in a shell, for redirection. */
async function inShell(script: string, args: readonly string[], cwd: string) {
  const { PATH = '' } = process.env;
  const argv = ['-c', script, 'sh', process.execPath, BIN, ...args];
  const child = spawn('sh', argv, { cwd, env: { PATH }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  await once(child, 'close');
  return { stdout, stderr };
}
