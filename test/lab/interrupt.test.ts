import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect } from 'vitest';
import { testWith } from '../serve/require.ts';
import { processesIn } from './namespace.ts';

const test = testWith(['namespaces']);

/** A whyslow process with a command in the lab, which prints its place when it runs; `clear` checks that no file is left. */
async function labRunning(
  script: string,
): Promise<{ outside: ChildProcess; namespace: string; clear(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-test-'));
  const program = `
    import { runInLab } from ${JSON.stringify(new URL('../../dist/lab/enter.js', import.meta.url).href)};
    import { none } from ${JSON.stringify(new URL('../../dist/lab/faults/none.js', import.meta.url).href)};
    const argv = ['sh', '-c', ${JSON.stringify(script)}];
    process.exitCode = (await runInLab(none, argv, { stdio: 'inherit', timeoutMs: 60_000 })).code;
  `;
  const outside = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: folder },
  });
  const [line] = await once(createInterface(outside.stdout), 'line');
  return { outside, namespace: String(line), clear: () => rmdir(folder) };
}

async function emptied(namespace: string): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < 3_000; waitedMs += 50) {
    if ((await processesIn(namespace)).length === 0) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

const WHERE = 'readlink /proc/self/ns/mnt';

describe('the end of the outer process', () => {
  test.for([
    [
      'Ctrl-C reaches the command once, which may still save what it has',
      'SIGINT',
      `trap 'exit 42' INT; ${WHERE}; sleep 300 & wait`,
      42,
    ],
    ['Ctrl-C ends a command that does not care', 'SIGINT', `${WHERE}; exec sleep 300`, 130],
    ['SIGTERM does the same', 'SIGTERM', `${WHERE}; exec sleep 300`, 143],
  ] as const)('%s', async ([, signal, script, expected]) => {
    const { outside, namespace, clear } = await labRunning(script);
    expect(await processesIn(namespace)).not.toEqual([]);
    outside.kill(signal);
    const [code] = await once(outside, 'exit');
    expect(code).toBe(expected);
    expect(await processesIn(namespace)).toEqual([]);
    await clear();
  });

  test('not even SIGKILL leaves anything running', async () => {
    const { outside, namespace, clear } = await labRunning(`trap '' INT TERM HUP; ${WHERE}; sleep 300 & wait`);
    outside.kill('SIGKILL');
    await once(outside, 'exit');
    expect(await emptied(namespace)).toBe(true);
    await clear();
  });
});
