import { describe, expect, test } from 'vitest';
import { serverProcess } from '../../../../src/gather/server/process/index.ts';
import {
  connectedPorts,
  openFilesLimitIn,
  readProcesses,
  tracerIn,
} from '../../../../src/gather/server/process/read.ts';
import { freePort } from '../../../serve/port.ts';
import { contextFor, serveHttp } from '../../real-servers.ts';

describe.runIf(process.platform === 'linux')('a server in this process', () => {
  test('is read with its pid, its start and its descriptors', async () => {
    const port = await serveHttp((_request, response) => response.end('ok'));
    const [state, ...others] = await readProcesses(port);
    expect(others).toEqual([]);
    expect(state).toMatchObject({ pid: process.pid });
    expect(state?.ageS).toBeLessThan(process.uptime() + 5);
    expect(state?.ageS).toBeGreaterThan(process.uptime() - 5);
    expect(state?.openFiles).toBeGreaterThan(2);
  });

  test('is the same before and after, and nothing of its command line is kept', async () => {
    const port = await serveHttp((_request, response) => response.end('ok'));
    const outcome = await (await serverProcess.begin({}, contextFor(port)))();
    if (outcome?.ok !== true) throw new Error('not gathered');
    const { before, after } = outcome.value;
    expect(after.map(({ pid, startedS }) => [pid, startedS])).toEqual(
      before.map(({ pid, startedS }) => [pid, startedS]),
    );
    expect(JSON.stringify(outcome)).not.toContain(process.argv[1]);
  });

  test('without a listener nothing is gathered', async () => {
    const outcome = await (await serverProcess.begin({}, contextFor(await freePort())))();
    expect(outcome).toMatchObject({ ok: false, code: 'not-visible' });
  });
});

const STATUS = 'Name:\tnode\nState:\tt (tracing stop)\nTgid:\t4242\nTracerPid:\t';

test.each([
  ['a tracer', `${STATUS}77\n`, 77],
  ['none', `${STATUS}0\n`, null],
  ['another form', '', null],
])('%s', (_what, text, pid) => expect(tracerIn(text)).toBe(pid));

test.each([
  ['a limit', 'Max open files            1024                 524288               files     \n', 1_024],
  ['no limit', 'Max open files            unlimited            unlimited            files     \n', null],
])('%s of open files', (_what, text, limit) => expect(openFilesLimitIn(text)).toBe(limit));

test('the local ports of open connections are read, and those of listeners are not', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:240D 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1',
    '   1: 0100007F:240D 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 112 1',
  ].join('\n');
  expect(connectedPorts(table)).toEqual([9_229]);
});
