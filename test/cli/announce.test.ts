import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveReference, type Serving } from '../../src/reference/listen.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { filesOf, withFolder } from './whyslow.ts';

let reference: Serving;
beforeAll(async () => {
  reference = await serveReference({ port: 0, users: 1, password: 'correct-horse-battery-9' });
});
afterAll(() => reference.close());

const runnerIn = (folder: string): Readonly<Record<string, string>> => ({
  GITHUB_ACTIONS: 'true',
  GITHUB_OUTPUT: join(folder, 'outputs'),
  GITHUB_STEP_SUMMARY: join(folder, 'summary'),
});

test('nothing is written for the runner without the format github', () =>
  withFolder(async (cwd) => {
    const ended = await whyslow([reference.url, '--out', 'out'], { cwd, env: runnerIn(cwd) });
    expect(ended.stdout + ended.stderr).not.toMatch(/^::/m);
    expect([...(await filesOf(join(cwd, 'out'))).keys()]).toEqual(expect.arrayContaining(['report.md', 'run.json']));
    expect(await readFile(join(cwd, 'outputs'), 'utf8').catch(() => null)).toBe(null);
  }));

test('without a runner, the format github writes a file and prints no workflow command', () =>
  withFolder(async (cwd) => {
    const ended = await whyslow([reference.url, '--out', 'out', '--format', 'github'], { cwd });
    expect(ended.stdout + ended.stderr).not.toMatch(/^::/m);
    expect((await filesOf(join(cwd, 'out'))).get('summary.md')).toMatch(/^### whyslow diagnose: /);
  }));

test('with --json, stdout holds only the run and the annotations go to stderr', () =>
  withFolder(async (cwd) => {
    const args = [reference.url, '--out', 'out', '--format', 'github', '--json'];
    const ended = await whyslow(args, { cwd, env: runnerIn(cwd) });
    expect(validRun(ended.stdout).exit.code).toBe(0);
    expect(ended.stderr).toMatch(/^::notice title=whyslow diagnose /m);
    expect(await readFile(join(cwd, 'outputs'), 'utf8')).toMatch(/^verdict=pass\nexit-code=0\n/);
  }));

test('the text of other steps in the files of the runner is kept', () =>
  withFolder(async (cwd) => {
    for (const out of ['a', 'b']) {
      await whyslow([reference.url, '--out', out, '--format', 'github', '--quiet'], { cwd, env: runnerIn(cwd) });
    }
    expect((await readFile(join(cwd, 'summary'), 'utf8')).match(/^### whyslow/gm)).toHaveLength(2);
  }));

test('an unwritable file of the runner is a warning and not a failure', () =>
  withFolder(async (cwd) => {
    const env = { ...runnerIn(cwd), GITHUB_STEP_SUMMARY: '/no/such/folder/summary' };
    const ended = await whyslow([reference.url, '--out', 'out', '--format', 'github', '--quiet'], { cwd, env });
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain(
      'GITHUB_STEP_SUMMARY names /no/such/folder/summary, which cannot be written (ENOENT).',
    );
  }));
