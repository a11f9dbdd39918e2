import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findProgram, programPaths, systemProgram, systemRoot } from '../../src/system/programs.ts';
import { withFolder } from '../cli/whyslow.ts';

const windows = (env: Readonly<Record<string, string>>, cwd = 'C:\\work') => ({ platform: 'win32', env, cwd });
const linux = (PATH: string, cwd = '/work') => ({ platform: 'linux', env: { PATH }, cwd });

test.each([
  ['/usr/bin:/bin', ['/usr/bin/curl', '/bin/curl']],
  [':/usr/bin', ['/usr/bin/curl']],
  ['.:/usr/bin', ['/usr/bin/curl']],
  ['/usr/bin::', ['/usr/bin/curl']],
  ['bin:../bin:~/bin:/usr/bin', ['/usr/bin/curl']],
  ['/work:/work/:/work/./x/..:/usr/bin', ['/usr/bin/curl']],
  ['/work/bin:/usr/bin', ['/work/bin/curl', '/usr/bin/curl']],
  ['', []],
])('on PATH "%s" only absolute folders other than the current one are searched', (path, paths) =>
  expect(programPaths('curl', linux(path))).toEqual(paths),
);

test.each([
  [{ PATH: 'C:\\tools;D:\\x', PATHEXT: '.COM;.EXE;.BAT' }, ['C:\\tools', 'D:\\x'], ['.com', '.exe']],
  [{ Path: 'C:\\tools' }, ['C:\\tools'], ['.com', '.exe']],
  [{ PATH: '.;;bin;\\tools;C:tools;C:\\tools', PATHEXT: '.EXE' }, ['C:\\tools'], ['.exe']],
  [
    { PATH: '"C:\\Program Files\\curl";C:\\WORK\\;\\\\server\\share', PATHEXT: '.exe;.cmd;.js' },
    ['C:\\Program Files\\curl', '\\\\server\\share'],
    ['.exe'],
  ],
])('on Windows %j is searched by the rules of Windows', (env, folders, endings) =>
  expect(programPaths('curl', windows(env))).toEqual(
    folders.flatMap((folder) => endings.map((ending) => `${folder.replace(/\\$/, '')}\\curl${ending}`)),
  ),
);

test.each([
  ['netstat', 'C:\\Windows\\System32\\netstat.exe'],
  ['powershell', 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'],
])('%s of Windows is started by its absolute path, independent of PATH', (name, path) =>
  expect(systemProgram(name, windows({ PATH: '.;C:\\planted', SystemRoot: 'C:\\Windows' }))).toBe(path),
);

test.each([
  [{ SystemRoot: 'D:\\WINNT' }, 'D:\\WINNT'],
  [{ SYSTEMROOT: 'D:\\Windows\\' }, 'D:\\Windows'],
  [{}, 'C:\\Windows'],
  [{ SystemRoot: '' }, 'C:\\Windows'],
  [{ SystemRoot: '.' }, 'C:\\Windows'],
  [{ SystemRoot: 'Windows' }, 'C:\\Windows'],
  [{ SystemRoot: '\\\\server\\share' }, 'C:\\Windows'],
  [{ SystemRoot: 'C:\\Windows\\..\\work' }, 'C:\\Windows'],
  [{ SystemRoot: 'C:\\Win"dows' }, 'C:\\Windows'],
])('%j names the folder of Windows: %s', (env, root) => expect(systemRoot(env)).toBe(root));

test('a program that is planted in the current folder is not found', () =>
  withFolder(async (cwd) => {
    await mkdir(join(cwd, 'bin'));
    for (const path of [join(cwd, 'planted'), join(cwd, 'bin', 'planted')]) {
      await writeFile(path, '#!/bin/sh\n');
      await chmod(path, 0o755);
    }
    const found = (PATH: string) => findProgram('planted', { platform: 'linux', env: { PATH }, cwd });
    const paths = ['.', './', '', ':/usr/bin', 'bin', cwd];
    expect(paths.map(found)).toEqual(paths.map(() => null));
    expect(found(join(cwd, 'bin'))).toBe(join(cwd, 'bin', 'planted'));
  }));

test('folders and files without execute permission are not programs', () =>
  withFolder(async (folder) => {
    await mkdir(join(folder, 'curl'));
    await writeFile(join(folder, 'wget'), 'text');
    const found = (name: string) => findProgram(name, linux(folder));
    expect([found('curl'), found('wget')]).toEqual([null, null]);
  }));

test.runIf(process.platform === 'linux')('programs of a POSIX system come from its own folders first', () => {
  expect(systemProgram('mount', linux('/planted'))).toMatch(/^\/(usr\/)?s?bin\/mount$/);
  expect(systemProgram('no-such-program', linux('/planted'))).toBe(null);
});

test('no program in src is started by its bare name', () => {
  const root = fileURLToPath(new URL('../../src/', import.meta.url));
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const starts = /\b(?<!\.)(?:spawn|spawnSync|exec|execSync|execFile|execFileSync|fork)\(\s*['"`](?!\/)/;
  expect(sources.filter((path) => starts.test(readFileSync(join(root, path), 'utf8')))).toEqual([]);
});
