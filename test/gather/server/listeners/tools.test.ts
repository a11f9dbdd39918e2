import { expect, test } from 'vitest';
import { gatherListeners } from '../../../../src/gather/server/listeners/index.ts';
import { foundByLsof, outputOf, runTool } from '../../../../src/gather/server/listeners/tools.ts';

const ended = (code: number, stdout = '', stderr = '') => ({ kind: 'ended', code, stdout, stderr }) as const;

test('empty output of lsof means that no process listens', () => expect(foundByLsof(ended(1))).toBe(''));

test('results of lsof count also if it reports an error', () =>
  expect(foundByLsof(ended(1, 'p1\n', 'lsof: no pwd entry'))).toBe('p1\n'));

test.each([
  ['is not installed', { kind: 'failed', because: 'lsof is not installed' } as const, 'lsof is not installed'],
  ['takes too long', { kind: 'failed', because: 'lsof did not answer within 5 s' } as const, 'did not answer'],
  ['may not look', ended(1, '', "lsof: can't open /dev/kmem\nmore"), "lsof ended with 1: lsof: can't open /dev/kmem"],
  ['is killed', ended(137), 'lsof ended with 137'],
])('lsof that %s does not say that no process listens', (_what, end, because) =>
  expect(() => foundByLsof(end)).toThrow(because),
);

test('a tool that succeeds, one that fails, and one that is not installed', async () => {
  expect(outputOf('true', await runTool('true', []))).toBe('');
  expect(await runTool('false', [])).toMatchObject({ kind: 'ended', code: 1 });
  expect(await runTool('no-such-tool', [])).toEqual({ kind: 'failed', because: 'no-such-tool is not installed' });
});

test.runIf(process.platform === 'linux')('the listeners are unknown if netstat cannot be started', async () =>
  expect(await gatherListeners(80, 'win32')).toMatchObject({
    ok: false,
    code: 'unreadable',
    message: expect.stringContaining('netstat'),
  }),
);
