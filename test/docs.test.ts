import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { audits, replacedChecks, securityAudits } from '../src/audit/index.ts';
import { configDocument } from '../src/cli/config/schema.ts';
import { explain } from '../src/cli/explain.ts';
import { faults } from '../src/lab/index.ts';
import { profiles } from '../src/profiles/index.ts';
import { mayImport } from './architecture/imports.ts';
import { whyslow } from './cli/warm.ts';
import { whyslow as whyslowAlone } from './cli/whyslow.ts';
import { computedCodes, isQuotedInSource, namedCodes } from './docs/error-codes.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NOT_OURS = new Set(['node_modules', 'dist', '.git']);

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Every Markdown file of the repository below a folder; generated report folders are left out. */
function pagesIn(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) || folder === 'reports' ? [] : pagesIn(path);
    return entry.name.endsWith('.md') ? [path] : [];
  });
}

const pages = pagesIn('.');
const ids = [...audits, ...securityAudits].map(({ id }) => id);

const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gm;
const codeBlocks = (text: string): readonly { readonly language: string; readonly code: string }[] =>
  [...text.matchAll(FENCE)].map(([, language = '', code = '']) => ({ language, code }));

const prose = (text: string): string => text.replaceAll(FENCE, '');

/** The relative links of a page, each split at its `#`. */
const linksOf = (path: string): readonly { readonly to: string; readonly anchor: string | null }[] =>
  [...prose(read(path)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor = null] = target.split('#');
      return { to: file === '' ? path : join(dirname(path), file), anchor };
    });

/** GitHub's anchors: lower case, blanks as hyphens, other characters removed except word characters. */
const anchorsOf = (text: string): readonly string[] =>
  [...prose(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

const rowsOf = (text: string): readonly (readonly string[])[] =>
  [...text.matchAll(/^\| (.+) \|$/gm)].map(([, row = '']) => row.split(' | '));

test('every finding and check has a page, and every page belongs to one of them', () => {
  const named = readdirSync(join(ROOT, 'docs/findings')).map((file) => file.replace(/\.md$/, ''));
  expect(named.toSorted()).toEqual(ids.toSorted());
});

const PARTS = ['Mechanism', 'Who is affected', 'How it is recognised', 'Fix', 'Reproduce', 'Sources'];

test.each(ids)('the page of %s begins with one sentence, and then has the six parts, none of them empty', (id) => {
  const [top = '', ...parts] = prose(read(`docs/findings/${id}.md`)).split(/^## /m);
  expect(top).toMatch(new RegExp(`^# ${id}\\n\\n[A-Z\`][^#]+\\.\\n\\n$`));
  expect(top.match(/[.!?](\s|$)/g)).toHaveLength(1);
  expect(parts.map((part) => part.split('\n')[0])).toEqual(PARTS);
  expect(parts.filter((part) => part.split('\n').slice(1).join('').trim().length < 40)).toEqual([]);
});

const look = { width: 80, colour: false, unicode: true };

/** The words of a page, without the signs of Markdown and where its lines break. */
const wordsOf = (text: string): readonly string[] =>
  text
    .replaceAll(/\]\([^)]*\)/g, '')
    .split(/[^\w.-]+/)
    .filter((word) => /\w/.test(word));

test.each(ids)('whyslow explain %s prints its page without signs of Markdown', async (id) => {
  const page = await explain(id, look);
  const headings = page.split('\n').filter((_, index, lines) => /^-+$/.test(lines[index + 1] ?? ''));
  expect(headings).toEqual(PARTS);
  expect(page.replaceAll(/`[^`]*`/g, '')).not.toMatch(/\*\*|^##|\]\(|^\| :?-/m);
  const known = new Set(wordsOf(page));
  expect(wordsOf(prose(read(`docs/findings/${id}.md`))).filter((word) => !known.has(word) && word.length > 12)).toEqual(
    [],
  );
});

test('whyslow explain prints a page and the next command', async () => {
  const { code, stdout, stderr } = await whyslowAlone(['explain', 'rotation-missing']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/This check needs an account\.\s+Next: whyslow verify 8000 --user NAME\n$/);
});

test.each(Object.entries(replacedChecks))(
  'whyslow explain %s prints the pages of the checks in its place',
  async (id, next) => {
    const page = await explain(id, look);
    expect(page.replaceAll('\n', ' ')).toContain(`${id} is replaced by ${next.join(' and ')}.`);
    for (const each of next) expect(page).toContain(`\n${each}\n=`);
  },
);

test.each(['npm ci && npm start', 'npm ci && npm test'])('the README shows %s on a line of its own', (command) => {
  const lines = codeBlocks(read('README.md')).flatMap(({ code }) => code.split('\n'));
  expect(lines.filter((line) => line === command)).toHaveLength(1);
});

test('the README begins with the diagnosis of a server, and what takes minutes comes after it', () => {
  const commands = codeBlocks(read('README.md'))
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.trimEnd().split('\n'));
  expect(commands[0]).toBe('node bin/whyslow.js 8000');
  expect(commands.indexOf('npm ci && npm test')).toBeGreaterThan(
    commands.findIndex((line) => /^npm start\b/.test(line)),
  );
});

test('the first npm ci command of the README runs the tests, because the gate runs that command', () => {
  const first = /^\s*(?:\$ )?(npm ci && .*)$/m.exec(read('README.md'));
  expect(first?.[1]).toBe('npm ci && npm test');
});

test.each(pages)(
  'every link in %s leads to an existing file, and to an existing heading if it has an anchor',
  (path) => {
    const broken = linksOf(path).filter(({ to, anchor }) => {
      if (!existsSync(join(ROOT, to))) return true;
      return anchor !== null && !anchorsOf(read(to)).includes(anchor);
    });
    expect(broken).toEqual([]);
  },
);

/** In `src/render/<name>.ts` the name is a placeholder, so only the folder is checked. */
const withoutPlaceholder = (path: string): string => (/[<*…]/.test(path) ? path.replace(/\/[^/]*[<*…].*$/, '') : path);

const PATH = /(?<![\w./-])(?:src|test|docs|bench)\/[^\s`,;:)]*/g;

/** The pages of findings are left out, because they cite source files of other projects. */
const ownPages = pages.filter((page) => /^(README|CONTRIBUTING|docs\/[^/]+)\.md$/.test(page));

test.each(ownPages)('every path between backticks in %s exists', (page) => {
  const named = [...prose(read(page)).matchAll(/`[^`]+`/g)].flatMap(([code]) => code.match(PATH) ?? []);
  expect(named.filter((path) => !existsSync(join(ROOT, withoutPlaceholder(path))))).toEqual([]);
});

test('the page of error codes lists each code of the source once, with its meaning and next step', () => {
  const rows = rowsOf(read('docs/errors.md')).filter(([code = '']) => code.startsWith('`'));
  const listed = rows.map(([code = '']) => code.replaceAll('`', ''));
  expect(listed).toEqual([...new Set(listed)]);
  expect([...namedCodes].filter((code) => !listed.includes(code))).toEqual([]);
  expect(listed.filter((code) => !isQuotedInSource(code))).toEqual([]);
  expect(rows.filter((cells) => cells.length !== 4 || cells.some((cell) => cell.trim() === ''))).toEqual([]);
});

test('no place computes an error code besides the four whose codes the page lists', () => {
  expect(computedCodes).toBe(4);
});

test('every page can be reached from the README', () => {
  const reached = new Set(['README.md', 'reports/README.md']);
  for (const path of reached) {
    for (const { to } of path.endsWith('.md') ? linksOf(path) : []) {
      const isFolder = statSync(join(ROOT, to)).isDirectory();
      for (const page of isFolder ? pagesIn(to) : [to]) reached.add(relative('.', page));
    }
  }
  expect(pages.filter((path) => !reached.has(path))).toEqual([]);
});

test('the exit codes of docs/gate.md are those of --help, word for word', async () => {
  const { stdout } = await whyslow(['--help']);
  const [, listed = ''] = /Exit codes\n([\s\S]+)$/.exec(stdout) ?? [];
  const inHelp = [...listed.matchAll(/(?:^|\s{2,})(\d+(?:, \d+)*)\s{2,}(\S.*?)(?=\s{2,}\d|\s*$)/gm)].map(
    ([, code, meaning]) => [code, meaning],
  );
  const table = /\| exit code \|[\s\S]+?\n\n/.exec(read('docs/gate.md'))?.[0] ?? '';
  const onPage = rowsOf(table).filter(([code = '']) => /^\d/.test(code));
  expect(onPage.length).toBeGreaterThan(8);
  expect(onPage.toSorted(byCode)).toEqual(inHelp.toSorted(byCode));
});

const byCode = ([a = '']: readonly (string | undefined)[], [b = '']: readonly (string | undefined)[]): number =>
  Number.parseInt(a, 10) - Number.parseInt(b, 10);

/** The arguments of each `whyslow` command line on a page, in a code block or between backticks. */
const shown = (text: string): readonly (readonly string[])[] => [
  ...[...prose(text).matchAll(/`whyslow ([^`]+)`/g)].map(([, words = '']) => words.split(/\s+/)),
  ...codeBlocks(text).flatMap(({ language, code }) =>
    language === 'ts'
      ? []
      : [...code.matchAll(/^(?:\$ )?(?:node bin\/whyslow\.js|whyslow) ([^\n#]+)/gm)].map(([, words = '']) =>
          words.trim().split(' '),
        ),
  ),
];

test('every command on a page exists, and so does every fault, finding and profile in its arguments', async () => {
  const { stdout } = await whyslow(['--help']);
  const commands = [...stdout.matchAll(/^ {2}([a-z]+) (?:\[|<)/gm)].map(([, name]) => name);
  const unknown = pages
    .flatMap((path) => shown(read(path)))
    .filter(([first = '']) => /^[a-z]+$/.test(first))
    .filter(([command, argument = '']) => {
      if (!commands.includes(command)) return true;
      if (!/^[a-z]/.test(argument)) return false;
      if (command === 'lab') return !faults.some(({ id }) => id === argument);
      return command === 'explain' && ![...ids, ...profiles.map(({ id }) => id)].includes(argument);
    });
  expect(commands).toContain('diagnose');
  expect(unknown).toEqual([]);
});

test('every option of whyslow on a page is in the help of some command', async () => {
  const helps = await Promise.all(
    ['run', 'load', 'diagnose', 'init', 'report', 'reference', 'reference audit', 'reference rotate-keys', 'lab'].map(
      async (command) => (await whyslow([...command.split(' '), '--help'])).stdout,
    ),
  );
  const given = pages.flatMap((path) => shown(read(path)).flat()).filter((word) => /^--[a-z]/.test(word));
  expect(given.length).toBeGreaterThan(3);
  expect([...new Set(given)].filter((option) => !helps.some((help) => help.includes(`${option} `)))).toEqual([]);
});

test('the configuration in docs/gate.md is valid', () => {
  const [example] = codeBlocks(read('docs/gate.md')).filter(({ language }) => language === 'yaml');
  const { success, error } = configDocument.safeParse(parse(example?.code ?? ''));
  expect([success, error?.issues]).toEqual([true, undefined]);
});

test('the import table of the architecture page is the enforced one', () => {
  const [, table = ''] = read('docs/architecture.md').split('## Who may import whom');
  const documented = rowsOf(table)
    .filter(([room = '']) => room.startsWith('`'))
    .map(([room = '', allowed = '']) => [room.replaceAll('`', ''), allowed.match(/[\w.-]+/g) ?? []]);
  const enforced = Object.entries(mayImport).filter(([room]) => room !== 'cli' && !room.endsWith('.ts'));
  expect(Object.fromEntries(documented)).toEqual(Object.fromEntries(enforced));
});
