import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renameOver, retried } from '../../src/system/rename.ts';
import { withFolder } from '../cli/whyslow.ts';

const failing = (code: string, times: number) => {
  let calls = 0;
  return {
    calls: () => calls,
    work: async (): Promise<void> => {
      calls += 1;
      if (calls <= times) throw Object.assign(new Error(code), { code });
    },
  };
};

test.each(['EPERM', 'EBUSY', 'EACCES'])(
  '%s, while a scanner holds the file, is tried again on Windows',
  async (code) => {
    const twice = failing(code, 2);
    await retried(twice.work, 'win32');
    expect(twice.calls()).toBe(3);
  },
);

test('the retries are bounded, and end with the error', async () => {
  const always = failing('EPERM', Infinity);
  await expect(retried(always.work, 'win32')).rejects.toMatchObject({ code: 'EPERM' });
  expect(always.calls()).toBeGreaterThan(3);
  expect(always.calls()).toBeLessThan(20);
});

test.each([
  ['ENOSPC', 'win32'],
  ['EPERM', 'linux'],
])('%s on %s is final', async (code, platform) => {
  const once = failing(code, 1);
  await expect(retried(once.work, platform)).rejects.toMatchObject({ code });
  expect(once.calls()).toBe(1);
});

test('a file is renamed over another', () =>
  withFolder(async (folder) => {
    const [from, to] = [join(folder, 'from'), join(folder, 'to')];
    await writeFile(from, 'new');
    await writeFile(to, 'old');
    await renameOver(from, to);
    expect(await readFile(to, 'utf8')).toBe('new');
  }));
