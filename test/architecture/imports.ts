import { posix } from 'node:path';

/** What each room of docs/architecture.md may import besides itself. A folder that is not listed is no room. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  stats: [],
  system: [],
  clients: ['model'],
  flows: ['model'],
  stacks: ['model', 'flows'],
  suites: ['model', 'flows', 'stacks'],
  profiles: ['model'],
  http: ['model'],
  load: ['model', 'stats', 'http', 'flows', 'package-file.ts'],
  gather: ['model', 'stats', 'system', 'http', 'flows', 'stacks', 'suites', 'load', 'package-file.ts'],
  audit: ['model', 'stats', 'clients', 'stacks'],
  judge: ['model', 'stats'],
  render: ['model', 'stats'],
  reference: ['model', 'system', 'package-file.ts'],
  lab: ['model', 'system', 'reference', 'package-file.ts'],
  'package-file.ts': [],
  'version.ts': ['package-file.ts'],
  pipelines: [
    'model',
    'stats',
    'clients',
    'flows',
    'stacks',
    'suites',
    'profiles',
    'load',
    'gather',
    'audit',
    'judge',
    'render',
    'reference',
    'version.ts',
  ],
  'index.ts': ['model', 'gather', 'audit', 'judge', 'render', 'reference', 'lab', 'pipelines', 'version.ts'],
  cli: [
    'model',
    'stats',
    'system',
    'clients',
    'flows',
    'stacks',
    'suites',
    'profiles',
    'http',
    'load',
    'gather',
    'audit',
    'judge',
    'render',
    'reference',
    'lab',
    'pipelines',
    'package-file.ts',
    'version.ts',
    'index.ts',
  ],
};

/** Rooms without clocks, files and sockets: their results depend only on their arguments. */
export const pureRooms: readonly string[] = [
  'model',
  'stats',
  'clients',
  'flows',
  'stacks',
  'suites',
  'profiles',
  'audit',
  'judge',
  'render',
];

/** `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')` as value and as type, `require('x')`. */
const SPECIFIER = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(['"])([^'"\n]+)\1/g;
const COMPUTED = /\bimport\s*\(\s*[^\s'")]/;

export const importsOf = (source: string): readonly string[] =>
  [...source.matchAll(SPECIFIER)].flatMap(([, , specifier]) => specifier ?? []);

/** The room of a path below src/: its folder, or its own name where it lies in no folder. */
export const roomOf = (path: string): string => path.split('/')[0] ?? path;

/**
 * The rules that a file breaks, as text; empty if it breaks none.
 * @param path below src/, with slashes.
 */
export function brokenRules(path: string, source: string): readonly string[] {
  const room = roomOf(path);
  const allowed = mayImport[room];
  if (allowed === undefined) return [`${path}: src/${room} is no room of the house`];
  const computed = COMPUTED.test(source) ? [`${path}: imports a path that is computed`] : [];
  return [...computed, ...importsOf(source).flatMap((specifier) => complaint(path, room, allowed, specifier))];
}

function complaint(path: string, room: string, allowed: readonly string[], specifier: string): readonly string[] {
  if (specifier.startsWith('node:')) {
    return pureRooms.includes(room) ? [`${path}: ${room} is pure and imports ${specifier}`] : [];
  }
  if (!specifier.startsWith('.')) return [];
  const aim = posix.join(posix.dirname(path), specifier);
  if (aim.startsWith('..')) return [`${path}: imports ${specifier}, which is not in src`];
  if (roomOf(aim) === room || allowed.includes(roomOf(aim))) return [];
  return [`${path}: ${room} may not import ${aim}`];
}
