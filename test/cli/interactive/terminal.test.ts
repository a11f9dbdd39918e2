import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { serveReference, type Serving } from '../../../src/reference/listen.ts';
import { testWith } from '../../serve/require.ts';
import { startOnTerminal } from '../terminal.ts';
import { withFolder } from '../whyslow.ts';

const onTerminal = testWith(['terminal']);
const ENTER = '\r';
const CTRL_C = '\u0003';
const ESCAPE = '\u001b';

let reference: Serving;
beforeAll(async () => {
  reference = await serveReference({ port: 0, users: 1, password: 'right-password' });
});
afterAll(() => reference.close());

/** A server whose current folder is that folder. */
async function withServerIn<T>(folder: string, use: (port: string) => Promise<T>): Promise<T> {
  const file = join(folder, 'server.cjs');
  const source =
    "const s = require('http').createServer((q, r) => r.end('{}')).listen(0, () => console.log(s.address().port));";
  await writeFile(file, source);
  const child = spawn(process.execPath, [file], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [chunk]: unknown[] = await once(child.stdout, 'data');
    return await use(String(chunk).trim());
  } finally {
    child.kill();
  }
}

onTerminal('without words, the server of this folder is offered first, and Enter diagnoses it', () =>
  withFolder((folder) =>
    withServerIn(folder, async (port) => {
      const terminal = startOnTerminal([], folder);
      await terminal.saw('Which server is slow?');
      await terminal.saw(port);
      terminal.press(ENTER);
      const { code, printed } = await terminal.ended;
      expect(code).toBe(0);
      expect(printed).toContain(`http://localhost:${port}/`);
      expect(printed.indexOf(port)).toBeLessThan(printed.indexOf('○'));
    }),
  ),
);

onTerminal.each([
  ['Ctrl-C', CTRL_C],
  ['Esc', ESCAPE],
])('%s leaves the question with 130 and writes nothing', (_name, key) =>
  withFolder(async (folder) => {
    await writeFile(join(folder, 'whyslow.config.yaml'), 'servers:\n  old:\n    url: http://127.0.0.1:1\n');
    const terminal = startOnTerminal([], folder);
    await terminal.saw('old  http://127.0.0.1:1');
    await terminal.saw('Run this plan?');
    terminal.press(key);
    const { code, printed } = await terminal.ended;
    expect(code).toBe(130);
    expect(printed).not.toContain('whyslow:');
    expect(await readdir(folder)).toEqual(['whyslow.config.yaml']);
  }),
);

onTerminal('in CI nothing is asked, also on a terminal', () =>
  withFolder(async (folder) => {
    const { code, printed } = await startOnTerminal([], folder, { CI: 'true' }).ended;
    expect(code).toBe(0);
    expect(printed).toContain('Usage: whyslow');
  }),
);

onTerminal('init asks for the account of a known login, and not for its password', () =>
  withFolder(async (folder) => {
    const terminal = startOnTerminal(['init', reference.url], folder);
    await terminal.saw('Account to sign in with');
    terminal.press(`user1${ENTER}`);
    expect(await terminal.ended).toMatchObject({ code: 0 });
    const written = await readFile(join(folder, 'whyslow.config.yaml'), 'utf8');
    expect(written).toMatch(/^\s*user: user1$/m);
    expect(written).not.toContain('right-password');
  }),
);
