import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { filesOf, whyslow, withFolder } from './whyslow.ts';

const TIMEOUT_MS = 120_000;

/** Prints a line when it listens. A delay makes a diagnosis find that the server sleeps. */
const SERVER = `
import { createServer } from 'node:http';
const [port, delayMs] = process.argv.slice(2).map(Number);
createServer((_, response) => setTimeout(() => response.end('{}'), delayMs)).listen(port, '127.0.0.1', () => console.log('listening'));
`;
const DELAY_MS = 150;
/** What a server sleeps in is seen from inside on Linux only. */
const FOUND = process.platform === 'linux' ? 'sleeping-request' : 'slow-application';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has an address');
  return address.port;
}

async function serve(script: string, port: number, delayMs: number): Promise<ChildProcess> {
  await writeFile(script, SERVER);
  const child = spawn(process.execPath, [script, String(port), String(delayMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'close');
  child.kill();
  await gone;
}

/** A diagnosis while `script` serves the port; without a script, nothing listens there. */
async function diagnosed(
  out: string,
  { url, script, delayMs = DELAY_MS, before }: { url: string; script?: string; delayMs?: number; before?: string },
): Promise<{ readonly run: Run; readonly page: string; readonly saved: string }> {
  const child = script === undefined ? null : await serve(script, Number(new URL(url).port), delayMs);
  try {
    const against = before === undefined ? [] : ['--against', before];
    const { stdout } = await whyslow(['diagnose', url, '--out', out, '--timeout', '1s', ...against]);
    const run = JSON.parse((await filesOf(out)).get('run.json') ?? '') as Run;
    return { run, page: stdout, saved: join(out, 'run.json') };
  } finally {
    if (child !== null) await end(child);
  }
}

test(
  'only the same server can have solved findings: no other port, path or program, and no missing server',
  () =>
    withFolder(async (folder) => {
      const [port, other] = [await freePort(), await freePort()];
      const [one, two] = [join(folder, 'one.mjs'), join(folder, 'two.mjs')];
      const url = `http://127.0.0.1:${port}/`;
      const ill = await diagnosed(join(folder, 'ill'), { url, script: one });
      expect(ill.run.findings.find(({ id }) => id === FOUND)?.outcome).toBe('fail');
      const before = ill.saved;
      const cases = [
        ['port', { url: `http://127.0.0.1:${other}/`, script: one, delayMs: 0 }],
        ['path', { url: `${url}api`, script: one, delayMs: 0 }],
        ['program', { url, script: two, delayMs: 0 }],
        ['gone', { url }],
      ] as const;
      for (const [name, asked] of cases) {
        const { run, page } = await diagnosed(join(folder, name), { ...asked, before });
        expect([name, run.against?.comparable.kind, run.against?.findings]).toEqual([name, 'not-comparable', []]);
        expect(page.replaceAll(/\s+/g, ' ')).toContain('cannot be compared, because');
        expect(page).not.toMatch(/\bsolved\b/);
      }
      const mended = await diagnosed(join(folder, 'mended'), { url, script: one, delayMs: 0, before });
      expect(mended.run.against?.comparable.kind).toBe('same-server');
      expect(mended.page).toMatch(new RegExp(`✔ solved +${FOUND}`));
    }),
  TIMEOUT_MS,
);
