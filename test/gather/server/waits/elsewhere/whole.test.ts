import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished } from 'vitest';
import { gatherElsewhere } from './gather.ts';
import { thisMachine } from '../../../../../src/gather/server/waits/elsewhere/machine.ts';
import type { ServerWaits } from '../../../../../src/model/waits.ts';
import { here, systemProgram } from '../../../../../src/system/programs.ts';
import { targetAt } from '../../../../audit/literals.ts';
import { freePort } from '../../../../serve/port.ts';
import { testUnless } from '../../../../serve/require.ts';
import { contextFor } from '../../../real-servers.ts';
import { valueOf } from './value.ts';

/** The Node program of this folder, which prints its port; it is ended with the test. */
async function start(name: string): Promise<{ readonly port: number; readonly pid: number }> {
  const child = spawn(process.execPath, [fileURLToPath(new URL(name, import.meta.url))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { port: Number(line), pid: child.pid ?? 0 };
}

const contextAt = (port: number, path: string) => ({
  ...contextFor(port),
  target: { ...targetAt('127.0.0.1', port), path },
});

const totalMs = (parts: readonly { readonly ms: number }[]): number => parts.reduce((sum, { ms }) => sum + ms, 0);

function shareOf({ shares, requestsMs }: ServerWaits, kind: string, place: string | null = null): number {
  const wholeMs = requestsMs.reduce((sum, ms) => sum + ms, 0);
  return totalMs(shares.filter((share) => share.kind === kind && (share.peer?.place ?? null) === place)) / wholeMs;
}

/** macOS and Linux have the same lsof; ps of Linux counts in whole seconds. */
const missing = ['lsof', 'ps'].filter((name) => systemProgram(name, here()) === null);
const reasons = [
  ...(process.platform === 'win32' ? ['lsof and ps are no programs of Windows'] : []),
  ...(missing.length > 0 ? [`${missing.join(' and ')} not installed (apt-get install lsof procps)`] : []),
];
const testWithLsof = testUnless(reasons, process.env['WHYSLOW_REQUIRE'] === 'all');
const macos = { platform: 'darwin' };

describe('with the real lsof and ps', () => {
  testWithLsof('a server that computes', async () => {
    const { port, pid } = await start('slow-server.mjs');
    const waits = valueOf(await gatherElsewhere(contextAt(port, '/?cpu=2000'), macos));
    expect(totalMs(waits.shares)).toBeCloseTo(
      waits.requestsMs.reduce((sum, ms) => sum + ms, 0),
      3,
    );
    // 2 s of computing are one to three whole seconds. On a busy machine they take longer.
    expect(shareOf(waits, 'cpu')).toBeGreaterThan(0.25);
    expect(waits.processes[0]?.cpuMs).toBeOneOf([1_000, 2_000, 3_000]);
    expect(waits.shares.map(({ kind }) => kind).filter((kind) => kind !== 'cpu' && kind !== 'unexplained')).toEqual([]);
    expect(waits.processes).toMatchObject([{ pid }]);
    expect(waits.programs).toHaveLength(1);
    expect(waits.samples).toBeGreaterThan(1);
    expect(waits.denied.join('; ')).toContain('locks');
  });

  testWithLsof('a server that connects to a port that never answers', async () => {
    const deaf = await start('deaf.mjs');
    const { port } = await start('slow-server.mjs');
    const waits = valueOf(await gatherElsewhere(contextAt(port, `/?connect=${deaf.port}`), macos));
    expect(shareOf(waits, 'connect', `127.0.0.1:${deaf.port}`)).toBeGreaterThan(0.6);
    expect(totalMs(waits.shares)).toBeCloseTo(
      waits.requestsMs.reduce((sum, ms) => sum + ms, 0),
      3,
    );
  });

  testWithLsof('a port without a process', async () =>
    expect(await gatherElsewhere(contextFor(await freePort()), macos)).toMatchObject({
      ok: false,
      code: 'not-visible',
    }),
  );

  testWithLsof.each([0, 100, 700])('an abort after %i ms ends it without evidence, at once', async (afterMs) => {
    const { port } = await start('slow-server.mjs');
    const controller = new AbortController();
    const running = gatherElsewhere({ ...contextAt(port, '/?cpu=50'), signal: controller.signal }, macos);
    await sleep(afterMs);
    const abortedMs = performance.now();
    controller.abort();
    expect(await running).toBe(null);
    expect(performance.now() - abortedMs).toBeLessThan(2_000);
  });

  testWithLsof('an abort ends the program that runs', async () => {
    const controller = new AbortController();
    const running = thisMachine('linux').run('sleep', ['30'], controller.signal);
    await sleep(50);
    controller.abort();
    expect(await running).toMatchObject({ kind: 'failed' });
  });
});
