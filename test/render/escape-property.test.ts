import { marked } from 'marked';
import { expect, test } from 'vitest';
import { alternative, code, table, text } from '../../src/render/markdown/escape.ts';
import { seededRandom } from '../../src/stats/random.ts';

/** Everything that has a meaning somewhere in GFM, and what makes a difference beside it. */
const PIECES = [
  ...'\\`*_{}[]<>()#+-=!|~&.:;,"\'/^$%@?0a'.split(''),
  ...' ¦ ¦ ¦  ¦\n¦\n\n¦\t¦é¦日¦😀¦–¦“¦\u00a0¦\u0301'.split('¦'),
  ...'kept-alive¦execute_from_command_line¦__init__¦*args¦C:\\Users¦48.0 ms¦~/x¦x¦B¦12'.split('¦'),
  ...'**¦***¦__¦~~¦``¦```¦~~~¦---¦===¦- ¦* ¦+ ¦# ¦###### ¦> ¦1. ¦2) ¦ #¦ ##¦\\\\'.split('¦'),
  ...'[ ] ¦[x] ¦[a]: b¦[^1]: x¦[a](b)¦![a](b)¦[a][b]¦](¦]: ¦| a |¦\\|¦|:-|¦--- | ---'.split('¦'),
  ...'<b>¦</b>¦<!--¦<?¦<http://e.test>¦&amp;¦&#60;¦&copy¦&copy;¦&#x3c;'.split('¦'),
  ...'http://e.test/a_b¦https://[::1]:80/¦www.e.test¦ftp://e.test¦a@b.test¦@name¦@node-rs/argon2¦#123'.split('¦'),
  ...'a/b#7¦GH-9¦mailto:a@b.test¦xmpp:a@b.test/c'.split('¦'),
];

/** The same texts in each run: short ones, in which each pair of pieces meets often. */
function generated(seed: number, many: number): readonly string[] {
  const random = seededRandom(seed);
  const piece = (): string => PIECES[Math.floor(random() * PIECES.length)] ?? '';
  return Array.from({ length: many }, () => Array.from({ length: 1 + Math.floor(random() * 9) }, piece).join(''));
}

/** Each tries to become one element. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '[click](javascript:alert(1))',
  '![x](http://evil.test/x.png)',
  '**bold** and _italic_',
  '`code`',
  'a | b',
  '~~gone~~',
  '&lt;b&gt; &#60;',
  'back\\slash \\| pipe',
  '<!-- comment',
  '<http://evil.test>',
];

const shown = (value: string): string => value.replaceAll(/\s+/g, ' ').trim();

/** A context writes the text between marks of its own, and states the HTML around it. */
const CELL =
  /^<table>\n<thead>\n<tr>\n<th align="left">a<\/th>\n<th align="left">b<\/th>\n<\/tr>\n<\/thead>\n<tbody><tr>\n<td align="left">(.*)<\/td>\n<td align="left">b<\/td>\n<\/tr>\n<\/tbody><\/table>\n$/su;

const contexts: readonly (readonly [string, (value: string) => string, RegExp])[] = [
  ['a paragraph', (value) => text(value), /^<p>(.*)<\/p>\n$/su],
  ['the middle of a line', (value) => `a ${text(value)} b`, /^<p>a (.*) b<\/p>\n$/su],
  ['a list', (value) => `- ${text(value)}`, /^<ul>\n<li>(.*)<\/li>\n<\/ul>\n$/su],
  ['a numbered list', (value) => `1. ${text(value)} (server)`, /^<ol>\n<li>(.*) \(server\)<\/li>\n<\/ol>\n$/su],
  ['a heading', (value) => `### ${text(value)}`, /^<h3>(.*)<\/h3>\n$/su],
  ['bold text', (value) => `x **${text(value)}.** y`, /^<p>x <strong>(.*)\.<\/strong> y<\/p>\n$/su],
  ['a cell', (value) => table(['a', 'b'], ['left', 'left'], [[text(value), 'b']]), CELL],
];

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
};

/** The text of HTML without elements. An element or another reference stays, and so makes a difference. */
const decoded = (html: string): string =>
  html.replaceAll(/&(?:lt|gt|amp|quot|#39);/g, (entity) => ENTITIES[entity] ?? '');

/** Words that would become links are code. No other element is permitted. */
const CODE = /<code>([^<]*(?:@|:\/\/|#\d|www\.|GH-\d)[^<]*)<\/code>/gi;

const read = (markdown: string, around: RegExp): string => {
  const html = marked.parse(markdown, { gfm: true, async: false });
  const inside = around.exec(html)?.[1]?.replaceAll(CODE, '$1');
  return inside === undefined || inside.includes('<') || /&(?!lt;|gt;|amp;|quot;|#39;)/.test(inside)
    ? `HTML: ${html}`
    : decoded(inside);
};

/** More of them were also read by micromark with its GFM extension, and by cmark-gfm, which GitHub uses. */
const TEXTS = generated(18, 2_000);

test.each(contexts)(
  'any text in %s is read as the same text, without any element but code',
  (_where, write, around) => {
    const changed = TEXTS.filter((value) => shown(value) !== '').filter(
      (value) => read(write(value), around) !== shown(value),
    );
    expect(changed.slice(0, 5).map((value) => [value, write(value), read(write(value), around)])).toEqual([]);
  },
);

const spans: readonly (readonly [string, (value: string) => string, RegExp])[] = [
  ['a line', (value) => `x ${code(value)} y`, /^<p>x (.*) y<\/p>\n$/su],
  ['a cell', (value) => table(['a', 'b'], ['left', 'left'], [[code(value), 'b']]), CELL],
];

test.each(spans)('any code in %s is read as the same code', (_where, write, around) => {
  const changed = TEXTS.filter((value) => shown(value) !== '').filter((value) => {
    const html = marked.parse(write(value), { gfm: true, async: false });
    const inside = around.exec(html)?.[1]?.replaceAll(/<code>([^<]*)<\/code>/g, '$1') ?? '<none>';
    return inside.includes('<') || decoded(inside) !== shown(value);
  });
  expect(changed.slice(0, 5).map((value) => [value, write(value)])).toEqual([]);
});

test.each([
  'kept-alive answers take 48.0 ms (95 % interval 47.8–48.2 ms)',
  'refresh mean < 30ms; p95 > 5 ms',
  'execute_from_command_line and max_connections',
  'from 20.19 on: C:\\Users\\dev, a & b, a ~ b, 2 * 3, [::1]:8000, {id}, 5!, +9.8 %, -3 ms',
  'gunicorn PROJECT.wsgi --threads 8',
  '/usr/bin/node server.js (pid 16) listens on 127.0.0.1:8000 | [::1]:8000',
])('%s is written as it is', (value) => expect(text(value)).toBe(value));

test.each([
  ['see http://localhost:8000/a_b.', 'see `http://localhost:8000/a_b`.'],
  ['@scope/package of dev@example.test, as in #12', '`@scope/package` of `dev@example.test`, as in `#12`'],
  ['- a', '\\- a'],
  ['1. a', '1\\. a'],
  ['# a #', '\\# a \\#'],
  ['*args of __init__', '\\*args of \\_\\_init\\_\\_'],
  ['<b> &amp; [a](b)', '\\<b> \\&amp; [a\\](b)'],
])('%s is written as %s', (value, written) => expect(text(value)).toBe(written));

test.each(HOSTILE)('the text %s is read as itself in every place', (value) => {
  for (const [, write, around] of contexts) expect(read(write(value), around)).toBe(value);
});

test('any text of a picture stays within it', () => {
  const picture = (value: string): string => `![${alternative(value)}](x.svg)`;
  const broken = [...HOSTILE, ...TEXTS].filter((value) => {
    const html = marked.parse(picture(value), { gfm: true, async: false });
    return !/^<p><img src="x\.svg" alt="[^"<>]*"><\/p>\n$/.test(html);
  });
  expect(broken.map((value) => [value, picture(value)])).toEqual([]);
});

test('a picture whose text begins like a footnote stays a picture', () =>
  expect(alternative('^1 [a]')).toBe('\\^1 \\[a\\]'));
