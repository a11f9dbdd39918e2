import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8');
const filesBelow = (folder: string, ending: string): readonly string[] =>
  readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => `${folder}/${path}`);

interface Manifest {
  readonly dependencies?: unknown;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly exports: { readonly '.': { readonly types: string } };
}
const manifest = JSON.parse(read('package.json')) as Manifest;

/** The packages and modules that the built programs import, at their start or later. */
const imported = new Set(
  filesBelow('dist/bundle', '.js')
    .flatMap((path) => [
      ...read(path).matchAll(/^(?:import|export)\b[^"'\n]*["']([^"'\n]+)["'];?$|\bimport\(["']([^"'\n]+)["']\)/gm),
    ])
    .flatMap(([, first, later]) => first ?? later ?? [])
    .filter((name) => !name.startsWith('.') && !isBuiltin(name)),
);

test('an installation needs no package; the built programs import only those that may be missing', () => {
  expect(manifest.dependencies).toBeUndefined();
  const optional = Object.keys(manifest.optionalDependencies);
  expect([...imported].filter((name) => !name.startsWith('k6') && !optional.includes(name))).toEqual([]);
  expect(imported).toContain('autocannon');
});

test('the notices of the packages in the bundle are part of it', () =>
  expect(read('dist/bundle/LICENSES.txt')).toMatch(/\nzod [\d.]+ \(MIT\)\n\nMIT License\n\nCopyright/));

test('the package declares its public API and what that imports, and no other file', () => {
  expect(existsSync(`${ROOT}${manifest.exports['.'].types}`)).toBe(true);
  const declared = filesBelow('dist/types', '.d.ts');
  expect(declared).toContain('dist/types/model/run.d.ts');
  expect(declared.filter((path) => /\/(?:cli|render|lab)\//.test(path))).toEqual([]);
  for (const path of declared) {
    for (const [, target = ''] of read(path).matchAll(/from '(\.[^']+)\.(?:ts|js)'/g)) {
      expect(declared).toContain(new URL(`${target}.d.ts`, `file:///${path}`).pathname.slice(1));
    }
  }
});
