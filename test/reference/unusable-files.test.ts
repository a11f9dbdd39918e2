import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { whyslow } from '../cli/warm.ts';
import { withFolder } from '../cli/whyslow.ts';

test.each([
  ['a store that is a folder', ['--store', 'sqlite:folder'], 'folder is a folder. Name a file'],
  ['a store that is the current folder', ['--store', 'sqlite:.'], '. is a folder. Name a file'],
  ['audit of a folder', ['audit', '--store', 'sqlite:folder'], 'folder is a folder. Name a file'],
  ['a store below a file', ['--store', 'sqlite:file/db'], 'file/db lies below a file'],
  ['keys that are a folder', ['--keys', 'folder'], 'folder is a folder (EISDIR). Name another file'],
  ['keys below a file', ['--keys', 'file/keys'], 'file/keys cannot be made (ENOTDIR)'],
  ['key rotation of a folder', ['rotate-keys', '--keys', 'folder'], 'folder is a folder (EISDIR)'],
  ['key rotation of a missing file', ['rotate-keys', '--keys', 'missing'], 'missing cannot be read (ENOENT)'],
])('%s is reported with the next step', (_what, args, line) =>
  withFolder(async (cwd) => {
    await mkdir(join(cwd, 'folder'));
    await writeFile(join(cwd, 'file'), '');
    const ended = await whyslow(['reference', ...args], { cwd });
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(line) });
    expect(ended.stderr).not.toContain('internal error');
  }),
);
