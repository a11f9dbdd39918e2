import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runInLab } from '../../src/lab/enter.ts';
import { faults } from '../../src/lab/index.ts';
import { serveReference } from '../../src/reference/listen.ts';
import { testWith } from '../serve/require.ts';
import { validRun } from './valid-run.ts';
import { filesOf, whyslow, withFolder } from './whyslow.ts';

const BIN = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));
const TIMEOUT_MS = 60_000;

/** One command line inside one machine with a fault. */
async function inside(faultId: string, args: readonly string[]) {
  const fault = faults.find(({ id }) => id === faultId);
  if (fault === undefined) throw new RangeError(`There is no fault ${faultId}.`);
  return runInLab(fault, [process.execPath, BIN, ...args], { stdio: 'pipe', timeoutMs: TIMEOUT_MS });
}

testWith(['namespaces', 'nftables'])(
  'the demo shows seconds before the fix, milliseconds after it, and a report with both',
  () =>
    withFolder(async (out) => {
      const ended = await whyslow(['demo', '--out', out]);
      expect(ended.stderr).toContain('written to');
      expect(ended.code).toBe(0);
      expect(ended.stdout).toContain('late-refused-first-address');
      const report = (await filesOf(out)).get('report.md') ?? '';
      const headings = [...report.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
      expect(headings).toEqual([
        'Problem',
        'Root cause',
        'Solution',
        'Before and after',
        'What else was checked',
        'Next steps',
      ]);
      const [, before = '', after = ''] = /\| refresh \| ([\d.]+) s \| ([\d.]+) ms \|/.exec(report) ?? [];
      // The third SYN is refused, a second and a second after the first; a refresh takes a millisecond or two.
      expect(Number(before)).toBeGreaterThan(1.9);
      expect(Number(after)).toBeLessThan(100);
    }),
  TIMEOUT_MS,
);

testWith(['namespaces', 'nftables'])(
  'after the change, --against says that it is solved; without it, that it is not',
  () =>
    withFolder(async (out) => {
      const folderOf = (name: string): string => join(out, name);
      const url = 'http://localhost:8123/';
      await inside('late-refused-first-address', ['diagnose', url, '--quiet', '--out', folderOf('ill')]);
      const against = ['--against', join(folderOf('ill'), 'run.json')];
      const still = await inside('late-refused-first-address', [
        'diagnose',
        url,
        '--out',
        folderOf('again'),
        ...against,
      ]);
      const solved = await inside('none', ['diagnose', url, '--out', folderOf('cured'), ...against]);
      expect(still.stdout).toContain('✖ not solved  late-refused-first-address');
      expect(solved.stdout).toContain('✔ solved  late-refused-first-address');
      const run = validRun((await filesOf(folderOf('cured'))).get('run.json') ?? '');
      expect(run.against?.findings).toMatchObject([{ id: 'late-refused-first-address', change: 'solved' }]);
      const localhost = run.against?.names.find(({ name }) => name === 'localhost');
      expect(localhost?.beforeMs).toBeGreaterThan(1_900);
      expect(localhost?.afterMs).toBeLessThan(200);
    }),
  TIMEOUT_MS,
);

testWith(['namespaces', 'nftables'])(
  'a dropped address is bounded by --timeout',
  () =>
    withFolder(async (out) => {
      const { stdout } = await inside('dropped-first-address', [
        'diagnose',
        'http://localhost:8123/',
        '--json',
        '--timeout',
        '1s',
        '--out',
        out,
      ]);
      const row = validRun(stdout).addresses.find(({ address }) => address === '::1');
      expect(row?.connect).toBe('timed-out');
      expect(row?.connectMs.p50).toBeLessThan(2_000);
    }),
  TIMEOUT_MS,
);

test('clients lists every stack, and --real times at least the Node that runs it', () =>
  withFolder(async (out) => {
    const server = await serveReference({ port: 0, users: 1, password: 'pass-phrase' });
    try {
      const ended = await whyslow(['clients', server.url, '--real', '--json', '--out', out]);
      const { clients } = validRun(ended.stdout);
      expect(clients.length).toBeGreaterThanOrEqual(22);
      expect(clients.map(({ predicted }) => predicted.outcome)).toEqual(clients.map(() => 'connects'));
      expect(clients.filter(({ id, measuredMs }) => id.startsWith('node-http') && measuredMs !== null)).toHaveLength(1);
    } finally {
      await server.close();
    }
  }));

test('a saved run is rendered again unchanged', () =>
  withFolder(async (out) => {
    const server = await serveReference({ port: 0, users: 1, password: 'pass-phrase' });
    const ended = await whyslow([server.url, '--out', out]);
    await server.close();
    const again = await whyslow(['report', join(out, 'run.json')]);
    expect(again).toEqual({ code: 0, stdout: ended.stdout, stderr: '' });
  }));
