import { describe, expect, test } from 'vitest';
import { gatherElsewhere } from './gather.ts';
import { watchElsewhere } from '../../../../../src/gather/server/waits/elsewhere/watch.ts';
import { freePort } from '../../../../serve/port.ts';
import { contextFor, serveHttp } from '../../../real-servers.ts';
import { valueOf } from './value.ts';
import { windowsAt } from './windows.ts';

const slowly = () =>
  serveHttp((_request, response) => {
    response.setHeader('server-timing', 'db;dur=40');
    setTimeout(() => response.end('ok'), 300);
  });

describe('Windows, with the output of its programs', () => {
  test('a connect of a child of the server, and the time of its processes', async () => {
    const port = await slowly();
    const machine = windowsAt(port);
    const waits = valueOf(await gatherElsewhere(contextFor(port), machine));
    const wholeMs = waits.requestsMs.reduce((sum, ms) => sum + ms, 0);
    expect(waits.shares).toEqual([
      {
        kind: 'connect',
        peer: { place: '10.0.0.5:5432', program: 'PostgreSQL' },
        ms: expect.closeTo(wholeMs - 100, 3),
      },
      { kind: 'cpu', peer: null, ms: expect.closeTo(100, 3) },
    ]);
    expect(waits.programs).toEqual([{ name: 'node.exe', processes: 2 }]);
    expect(waits.processes).toEqual([{ program: 'node.exe', pid: 9_120, cpuMs: 100 }]);
    expect(waits.systemMs).toBe(50);
    expect(waits.others).toEqual([{ program: 'busy.exe', pid: 7_004, cores: expect.any(Number) }]);
    expect(waits.serverTiming).toEqual([{ name: 'db', ms: 40 }]);
    expect(waits.denied.join('; ')).toContain('names');
    expect(waits.samples).toBeGreaterThan(3);
    expect(machine.ran.filter((name) => name === 'powershell')).toHaveLength(3);
    expect(Math.max(...machine.atOnce)).toBe(1);
  });

  test('without the processes the connects are still seen, and the rest is said', async () => {
    const port = await slowly();
    const waits = valueOf(await gatherElsewhere(contextFor(port), windowsAt(port, { powershell: 'Access denied' })));
    expect(waits).toMatchObject({ processes: [], programs: [], others: [], systemMs: 0 });
    expect(waits.shares).toMatchObject([{ kind: 'unexplained' }]);
    expect(waits.denied[0]).toBe('the time on the CPU');
  });

  test('a listener of the kernel is not the server', async () => {
    const port = await freePort();
    const netstat = `  TCP    0.0.0.0:${port}    0.0.0.0:0    LISTENING    4\r\n`;
    expect(await gatherElsewhere(contextFor(port), windowsAt(port, { netstat }))).toMatchObject({
      code: 'not-visible',
    });
  });
});

test('a program that cannot be run is said', async () =>
  expect(
    await gatherElsewhere(contextFor(await freePort()), {
      platform: 'darwin',
      run: () => Promise.resolve({ kind: 'failed', because: 'lsof is not installed' }),
    }),
  ).toMatchObject({ ok: false, code: 'unreadable', message: expect.stringContaining('lsof is not installed') }));

test('connections that cannot be read are said', async () => {
  const port = await slowly();
  const windows = windowsAt(port);
  let times = 0;
  const run = async (name: string) => {
    times += name === 'netstat' ? 1 : 0;
    return name === 'netstat' && times > 1 ? ({ kind: 'failed', because: 'denied' } as const) : windows.run(name);
  };
  const waits = valueOf(await gatherElsewhere(contextFor(port), { platform: 'win32', run }));
  expect(waits).toMatchObject({ samples: 0, denied: expect.arrayContaining(['the connections of the server']) });
  // Three failures in succession before the requests, and three during them.
  expect(times).toBe(1 + 3 + 3);
});

test('a server that answers nothing', async () => {
  const port = await serveHttp((request) => request.socket.destroy());
  expect(await gatherElsewhere(contextFor(port), windowsAt(port))).toMatchObject({ ok: false, code: 'no-answer' });
});

test('an error of the requests is handed on', async () => {
  const failing = () => Promise.reject(new Error('the plan is broken'));
  await expect(watchElsewhere(contextFor(1), failing, windowsAt(1))).rejects.toThrow('the plan is broken');
});

test('a system of which nothing is known', async () =>
  expect(await gatherElsewhere(contextFor(1), { platform: 'aix' })).toMatchObject({ ok: false, code: 'no-reader' }));
