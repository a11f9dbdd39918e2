import { spawnSync } from 'node:child_process';
import { copyFile, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { withFolder } from '../../cli/whyslow.ts';

const golden = fileURLToPath(new URL('golden/', import.meta.url));
const modules = fileURLToPath(new URL('../../../node_modules/', import.meta.url));

/** Scripts as files of JavaScript, checked together as one program. */
const compilerOptions = {
  target: 'es2023',
  lib: ['es2023'],
  module: 'esnext',
  moduleResolution: 'bundler',
  typeRoots: [join(modules, '@types')],
  types: ['k6'],
  allowJs: true,
  checkJs: true,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
};

const checked = { types: '', lint: '' };

beforeAll(() =>
  withFolder(async (folder) => {
    const scripts = (await readdir(golden)).filter((name) => name.endsWith('.k6.txt'));
    for (const name of scripts) await copyFile(join(golden, name), join(folder, `${basename(name, '.txt')}.js`));
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.js'] }));
    const run = (file: string, args: readonly string[]): string =>
      spawnSync(process.execPath, [join(modules, file), ...args], { cwd: folder, encoding: 'utf8' }).stdout;
    checked.types = run('typescript/bin/tsc', ['-p', '.']);
    checked.lint = run('oxlint/bin/oxlint', ['-D', 'correctness', '-D', 'suspicious', '--deny-warnings', '.']);
  }),
);

test('each script is right by the types of k6', () => expect(checked.types).toBe(''));

test('each script is free of problems that a linter knows', () =>
  expect(checked.lint).toMatch(/Found 0 warnings and 0 errors\./));
