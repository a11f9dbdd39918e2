import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { startTokenServer } from '../load/token-server.ts';
import { validRun } from './valid-run.ts';
import { start, withFolder } from './whyslow.ts';

const WORDS = 'a quotation of hunter2N';

/** Loaded before the command: a signal makes it throw in an event handler, where no caller can catch it. */
const THROWING = `process.on('SIGUSR2', () => { throw new TypeError('${WORDS}'); });`;

/** A server that makes the command throw after this many answers. */
async function throwingAfter(answers: number, folder: string, args: (url: string) => readonly string[]) {
  const preload = join(folder, 'throwing.mjs');
  await writeFile(preload, THROWING);
  const tool: { start?: ReturnType<typeof start> } = {};
  const server = await startTokenServer(({ served }) => {
    if (served === answers) tool.start?.child.kill('SIGUSR2');
    return false;
  });
  const env = { WHYSLOW_PASSWORD: 'correct-horse-battery-9', NODE_OPTIONS: `--import ${pathToFileURL(preload).href}` };
  tool.start = start(args(`http://127.0.0.1:${server.port}`), { env, cwd: folder });
  const ended = await tool.start.ended;
  server.stop();
  return ended;
}

const account = ['--user', 'user1', '--preset', 'simplejwt', '--api', '/api/me/'];

test('an error in an event handler during a measurement ends with exit 1, and the measurements so far are kept', () =>
  withFolder(async (folder) => {
    const out = join(folder, 'out');
    const ended = await throwingAfter(400, folder, (url) => [
      'load',
      url,
      ...account,
      '--suite',
      'api',
      '--requests',
      '200',
      '--connections',
      '2',
      '--out',
      out,
    ]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(`internal error. The measurements so far are saved in ${join(out, 'run.json')}.`);
    expect(ended.stderr).toMatch(/report it in the issue tracker.*"whyslow doctor" and this text:\nTypeError: /);
    expect(ended.stdout).toContain('internal error (TypeError');
    const run = validRun(await readFile(join(out, 'run.json'), 'utf8'));
    expect(run.exit.code).toBe(1);
    expect(run.exit.reason).toBe('internal error (TypeError); what was measured until then is saved');
    expect(run.suites.length).toBeGreaterThan(0);
    // The message of an error may quote text from the server.
    expect(JSON.stringify(run)).not.toContain('hunter2N');
  }));

test('a watch ended by such an error keeps its history', () =>
  withFolder(async (folder) => {
    const history = join(folder, 'history.json');
    const ended = await throwingAfter(30, folder, (url) => ['watch', url, '--rate', '10/s', '--history', history]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(`internal error. The measurements so far are saved in ${history}.`);
    const kept = JSON.parse(await readFile(history, 'utf8')) as {
      readonly series: readonly { readonly readings: [] }[];
    };
    expect(kept.series.some(({ readings }) => readings.length > 0)).toBe(true);
  }));

test('a comparison ended by such an error is saved with its measurements so far', () =>
  withFolder(async (folder) => {
    const out = join(folder, 'out');
    const ended = await throwingAfter(300, folder, (url) => [
      'compare',
      url,
      url,
      ...account,
      '--suite',
      'api',
      '--pairs',
      '40',
      '--max-time',
      '30s',
      '--out',
      out,
    ]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(`The measurements so far are saved in ${join(out, 'run.json')}.`);
    const run = validRun(await readFile(join(out, 'run.json'), 'utf8'));
    expect(run.exit.code).toBe(1);
    expect(run.comparison?.rounds.length).toBeGreaterThan(0);
  }));
