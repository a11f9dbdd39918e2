import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { audits, securityAudits } from '../src/audit/index.ts';
import { circlesIn, graphOf, loadedWith } from './architecture/graph.ts';
import { brokenRules, importsOf, mayImport, pureRooms, roomOf } from './architecture/imports.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MOST_LINES = 250;

const read = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8');

const filesIn = (folder: string): readonly string[] =>
  readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' }).map((path) => path.replaceAll('\\', '/'));

const sources = filesIn('src').filter((path) => path.endsWith('.ts'));
const rules = [...audits, ...securityAudits];
const auditFiles = sources.filter((path) => path.startsWith('audit/'));

test('every import in src is allowed by the import table', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.flatMap((path) => brokenRules(path, read(`src/${path}`)))).toEqual([]);
});

test('every room of the table exists', () => {
  expect(Object.keys(mayImport).filter((room) => !sources.some((path) => roomOf(path) === room))).toEqual([]);
});

test('only cli may import cli, and pure rooms import only pure rooms', () => {
  expect(Object.entries(mayImport).filter(([, allowed]) => allowed.includes('cli'))).toEqual([]);
  expect(pureRooms.flatMap((room) => mayImport[room] ?? []).filter((room) => !pureRooms.includes(room))).toEqual([]);
});

test.each([
  ['a stage that imports a stage', 'audit/http/x.ts', "import { gather } from '../../gather/index.ts';", 'gather'],
  ['a type that comes from another stage', 'judge/x.ts', "import type { Audit } from '../audit/contract.ts';", 'audit'],
  ['a type inside an expression', 'render/x.ts', "type A = import('../audit/contract.ts').Audit;", 'audit'],
  ['a dynamic import', 'load/x.ts', "const { gather } = await import('../gather/index.ts');", 'gather'],
  ['a re-export', 'model/x.ts', "export { median } from '../stats/quantile.ts';", 'stats'],
  ['an import for its effect', 'stats/x.ts', "import '../model/run.ts';", 'model'],
  ['an import over several lines', 'suites/x.ts', "import {\n  a,\n  b,\n} from '../load/pass.ts';", 'load'],
  ['double quotes', 'stacks/x.ts', 'import { a } from "../stats/quantile.ts";', 'stats'],
  [
    'the pipeline importing the shell',
    'pipelines/run.ts',
    "import { outputStyleFor } from '../cli/output-style.ts';",
    'cli',
  ],
  ['a clock in a pure room', 'model/x.ts', "import { performance } from 'node:perf_hooks';", 'node:perf_hooks'],
  ['a way out of src', 'render/x.ts', "import { frozen } from '../../test/golden/frozen-run.ts';", 'not in src'],
  ['a computed path', 'cli/x.ts', 'await import(`./${name}.ts`);', 'computed'],
  ['an unknown room', 'utils/strings.ts', '', 'no room'],
])('%s is reported', (_what, path, source, named) => {
  expect(brokenRules(path, source)).toEqual([expect.stringContaining(named)]);
});

test.each([
  ['a room importing itself', 'audit/http/x.ts', "import { pass } from '../contract.ts';"],
  ['a room importing an allowed room', 'judge/x.ts', "import { median } from '../stats/quantile.ts';"],
  ['a package', 'model/schema/x.ts', "import { z } from 'zod';"],
  ['Node in a room that is not pure', 'load/x.ts', "import { performance } from 'node:perf_hooks';"],
])('%s is not reported', (_what, path, source) => expect(brokenRules(path, source)).toEqual([]));

test('the command is a shebang, the check of the version of Node, and one import behind it', () => {
  const source = read('bin/whyslow.js');
  expect(source).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(importsOf(source)).toEqual(['../dist/bundle/main.js']);
  expect(source.trimEnd().split('\n').length).toBeLessThan(15);
});

test(`no source file is longer than ${MOST_LINES} lines`, () => {
  const tooLong = sources.filter((path) => read(`src/${path}`).split('\n').length - 1 > MOST_LINES);
  expect(tooLong).toEqual([]);
});

test('no folder has a name without a subject', () => {
  const folders = sources.flatMap((path) => path.split('/').slice(0, -1));
  expect(folders.filter((folder) => /^(utils?|helpers?|common|lib|misc)$/.test(folder))).toEqual([]);
});

test('audit ids are unique', () => {
  expect([...new Set(rules.map(({ id }) => id))]).toEqual(rules.map(({ id }) => id));
});

test.each(rules.map(({ id }) => id))('%s lies in a file of its name, has a page and a test', (id) => {
  expect(auditFiles.filter((path) => path.endsWith(`/${id}.ts`))).toHaveLength(1);
  expect({ page: existsSync(`${ROOT}docs/findings/${id}.md`), id }).toEqual({ page: true, id });
  const tests = filesIn('test/audit').filter((path) => path.endsWith('.test.ts'));
  expect(tests.filter((path) => path.endsWith(`/${id}.test.ts`))).toHaveLength(1);
});

test('every file that declares an audit is in a list', () => {
  const declaring = auditFiles.filter((path) => /= (?:audit|securityAudit)\(\{/.test(read(`src/${path}`)));
  const ids = declaring.map((path) => path.replace(/^.*\/|\.ts$/g, ''));
  expect(ids.filter((id) => !rules.some((rule) => rule.id === id))).toEqual([]);
});

const readSource = (path: string): string => read(`src/${path}`);

test('no files import each other in a circle, not even for types', () =>
  expect(circlesIn(graphOf(sources, readSource))).toEqual([]));

test.each([
  ['two files', { 'a.ts': "import './b.ts';", 'b.ts': "import type { A } from './a.ts';" }, [['a.ts', 'b.ts']]],
  [
    'three files',
    { 'a.ts': "import './b.ts';", 'b.ts': "import './c.ts';", 'c.ts': "import './a.ts';" },
    [['a.ts', 'b.ts', 'c.ts']],
  ],
  ['a file and itself', { 'a.ts': "import './a.ts';" }, [['a.ts']]],
  ['no circle', { 'a.ts': "import './b.ts'; import './c.ts';", 'b.ts': "import './c.ts';", 'c.ts': '' }, []],
])('a circle is found: %s', (_what, files: Readonly<Record<string, string>>, circles) =>
  expect(circlesIn(graphOf(Object.keys(files), (path) => files[path] ?? ''))).toEqual(circles),
);

/** Heavy or native packages, loaded only by the commands that use them; a diagnosis works without them. */
const OPTIONAL = ['autocannon', 'libsql', '@node-rs/argon2', 'ioredis'];
const commands = sources.filter((path) => /^cli\/(?!reference\/|demo\/|lab)/.test(path));

test('only the reference server loads a heavy package before it is needed', () => {
  expect(commands.length).toBeGreaterThan(10);
  const loaded = commands.flatMap((path) => [...loadedWith(path, readSource)].map((name) => `${path}: ${name}`));
  expect(loaded.filter((line) => OPTIONAL.some((name) => line.endsWith(`: ${name}`)))).toEqual([]);
  expect(loadedWith('reference/listen.ts', readSource)).toContain('libsql');
});

/**
 * The catalogues that a suite comes from, the server that serves it, examples of the shell, and the first schema. The
 * list of the groups of checks has a group `login`, which is no suite.
 */
const KNOWS_SUITES =
  /^(?:suites|stacks|reference|flows|lab|cli)\/|^model\/schema\/first-version\.ts$|^model\/security-group\.ts$/;
/**
 * The id as a literal of its own, or as the first word of a threshold. `values['refresh']` is a value of a session, and
 * `group: 'login'` is the group of a check.
 */
const SUITE_LITERAL = /(?<!\[|\bgroup: )(['"])(?:refresh|api|login)(?:\1| (?:mean|p\d|errors|rate)\b)/;

test('no stage names a suite by its id: the run lists the suites', () => {
  const naming = sources.filter((path) => !KNOWS_SUITES.test(path) && SUITE_LITERAL.test(read(`src/${path}`)));
  expect(naming).toEqual([]);
});

test.each([
  ["const slow = suite === 'login';", true],
  ["parseTargetText('refresh mean < 30ms')", true],
  ["String(values['refresh'])", false],
  ["group: 'login',", false],
  ["if (suite.group === 'login')", true],
  ["'refresh rotation'", false],
])('"%s" names a suite by its id: %s', (source, named) => expect(SUITE_LITERAL.test(source)).toBe(named));
