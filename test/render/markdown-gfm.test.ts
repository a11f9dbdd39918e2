import { marked, type Token, type Tokens } from 'marked';
import { expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { markdown } from '../../src/render/markdown/index.ts';
import { frozenRun } from '../golden/frozen-run.ts';
import { hostileRun } from './hostile.ts';
import { checkedRun, clientsRun, comparedRun, doubtfulRun, healthyRun, storyRun } from './runs.ts';

/** An independent GFM renderer, such as GitHub and GitLab use. */
const tokensOf = (run: Run): readonly Token[] =>
  marked.lexer(markdown.render(run, { width: 100, colour: false, unicode: true }), { gfm: true });

const tablesOf = (run: Run): readonly Tokens.Table[] =>
  tokensOf(run).flatMap((token) => (token.type === 'table' ? [token as Tokens.Table] : []));

const runs: readonly (readonly [string, Run])[] = [
  ['the frozen run', frozenRun],
  ['the story', storyRun],
  ['all clients', clientsRun],
  ['a comparison', comparedRun],
  ['checks with exchanges', checkedRun],
  ['a doubtful measurement', doubtfulRun],
  ['a healthy server', healthyRun],
  ['a hostile run', hostileRun()],
  ['a run that would link', hostileRun({ exit: { code: 10, reason: 'see http://evil.test/x or www.evil.test' } })],
];

test.each(runs)(
  '%s: every line that begins with a pipe is a row of a table, with as many cells as its head',
  (_what, run) => {
    const written = markdown.render(run, { width: 100, colour: false, unicode: true });
    const lines = written.replaceAll(/^(`{3,})\n[\s\S]*?\n\1$/gm, '').match(/^\|.*$/gm) ?? [];
    const tables = tablesOf(run);
    const rows = tables.flatMap(({ header, rows: body }) => [header, ...body]);
    // A rule beside each head.
    expect(rows.length + tables.length).toBe(lines.length);
    for (const { header, rows: body } of tables) expect(body.filter((row) => row.length !== header.length)).toEqual([]);
    // A renderer silently drops extra cells, so the written cells are counted as well.
    const cellsIn = (line: string): number => (line.match(/(?<!\\)(?:\\\\)*\|/g) ?? []).length - 1;
    expect(lines.map(cellsIn)).toEqual(
      tables.flatMap(({ header, rows: body }) => [header, header, ...body].map(() => header.length)),
    );
  },
);

function everyToken(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token) => {
    const cells =
      token.type === 'table' ? [...(token as Tokens.Table).header, ...(token as Tokens.Table).rows.flat()] : [];
    const inner = 'tokens' in token ? (token.tokens ?? []) : [];
    const items = token.type === 'list' ? (token as Tokens.List).items : [];
    return [token, ...everyToken(inner), ...everyToken(items), ...cells.flatMap((cell) => everyToken(cell.tokens))];
  });
}

test.each(runs)(
  '%s: there is no HTML and no link, and every plot is a file beside the report with an alt text',
  (_what, run) => {
    const tokens = everyToken(tokensOf(run));
    expect(tokens.filter(({ type }) => type === 'html' || type === 'link').map(({ raw }) => raw)).toEqual([]);
    const files = new Set(markdown.assets?.(run).map(({ file }) => file));
    const images = tokens.flatMap((token) => (token.type === 'image' ? [token as Tokens.Image] : []));
    expect(images.filter(({ href }) => !files.has(href))).toEqual([]);
    expect(images.filter(({ text }) => text.length < 20)).toEqual([]);
  },
);

test('the story run has its plots', () => {
  const images = everyToken(tokensOf(storyRun)).filter(({ type }) => type === 'image');
  expect(images.length).toBeGreaterThan(1);
});

test('the cause stands once, between the verdict and the fix, and nothing stands above them', () => {
  const written = markdown.render(frozenRun, { width: 100, colour: false, unicode: true });
  const [verdict = '', cause = '', fix = ''] = written.split('\n## ');
  expect(verdict).toContain('target missed');
  expect(cause).toMatch(/^Root cause\n\n### Every answer .* waits \d+ ms for a delayed ACK\n\n/);
  expect(written.match(/ms for a delayed ACK/g)).toHaveLength(1);
  expect(fix).toMatch(/saves \d+(?:\.\d)? ms/);
  expect(fix).toContain('disable_nagle_algorithm = True\n```');
});

test.each(runs)('%s: the alternative text of each picture is one sentence', (_what, run) => {
  const images = everyToken(tokensOf(run)).flatMap((token) => (token.type === 'image' ? [token as Tokens.Image] : []));
  expect(images.filter(({ text }) => /\. /.test(text) || !text.endsWith('.'))).toEqual([]);
});
