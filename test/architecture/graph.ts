import { posix } from 'node:path';
import { importsOf } from './imports.ts';

/** Which files a file imports, by path below src/. */
export type Graph = ReadonlyMap<string, readonly string[]>;

/** @param read gives the source of a path below src/. */
export const graphOf = (paths: readonly string[], read: (path: string) => string): Graph =>
  new Map(paths.map((path) => [path, ownImports(path, importsOf(read(path)))]));

const ownImports = (path: string, specifiers: readonly string[]): readonly string[] =>
  specifiers.filter((specifier) => specifier.startsWith('.')).map((to) => posix.join(posix.dirname(path), to));

const at = (numbers: ReadonlyMap<string, number>, path: string): number => numbers.get(path) ?? 0;

/** Each group of files that import each other, directly or through others. Tarjan's algorithm. */
export function circlesIn(graph: Graph): readonly (readonly string[])[] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (path: string): void => {
    order.set(path, order.size);
    lowest.set(path, at(order, path));
    open.push(path);
    for (const next of graph.get(path) ?? []) {
      if (!order.has(next)) visit(next);
      if (open.includes(next)) lowest.set(path, Math.min(at(lowest, path), at(lowest, next)));
    }
    if (lowest.get(path) !== order.get(path)) return;
    const group = open.splice(open.indexOf(path));
    if (group.length > 1 || graph.get(path)?.includes(path) === true) circles.push(group.toSorted());
  };
  for (const path of graph.keys()) if (!order.has(path)) visit(path);
  return circles;
}

/** `import('x')` as a value is loaded later; `import type` and `export type` are loaded never. */
const LATER = /\bimport\s*\(\s*(['"])[^'"\n]+\1\s*\)|\b(?:import|export)\s+type\b[^;]*;/g;

/** Every specifier loaded together with a file, directly or through other files. */
export function loadedWith(path: string, read: (path: string) => string): ReadonlySet<string> {
  const [packages, seen, waiting] = [new Set<string>(), new Set<string>(), [path]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const specifiers = importsOf(read(next).replaceAll(LATER, ''));
    for (const specifier of specifiers) if (!specifier.startsWith('.')) packages.add(specifier);
    waiting.push(...ownImports(next, specifiers));
  }
  return packages;
}
