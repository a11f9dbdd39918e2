import { marked } from 'marked';
import { expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { html } from '../../src/render/html/index.ts';
import { json } from '../../src/render/json.ts';
import { markdown } from '../../src/render/markdown/index.ts';
import { terminal } from '../../src/render/terminal/index.ts';
import { drawProfile } from '../../src/render/terminal/profile.ts';
import { penFor } from '../../src/render/terminal/pen.ts';
import { frozenRun } from '../golden/frozen-run.ts';
import { judgedOwn } from './judged-profile.ts';

const look = { width: 100, colour: false, unicode: true };
const run: Run = { ...frozenRun, profile: judgedOwn };

const drawn = (unicode: boolean): readonly string[] =>
  drawProfile(judgedOwn, penFor({ ...look, unicode, width: 120 })).split('\n');

test.each([
  ['in Unicode', true, ['✔', '✖', '?']],
  ['in ASCII', false, ['+', 'x', '?']],
])('%s the terminal has a line for each requirement, with the checks that are the reason', (_what, unicode, marks) => {
  const [met = '', missed = '', unseen = ''] = marks;
  expect(drawn(unicode)).toEqual([
    '  requirements of own: 1 of 4 requirements met, 1 not met, 2 not shown',
    `  ${met} met        rotation         Each refresh returns a new refresh token.`,
    `  ${missed} not met    signed-tokens    A token without a signature is refused. (alg-none-accepted)`,
    `  ${unseen} not shown  login-limited    Failed logins are limited. (login-unthrottled)`,
    `  ${unseen} not shown  encrypted-disks  The disks are encrypted. (no check of whyslow shows it)`,
  ]);
});

/** The cells of the table in the HTML that a text becomes. */
const rowsOf = (page: string): readonly (readonly string[])[] => {
  const [, table = ''] = /(<table[^>]*>(?:(?!<table)[\s\S])*?what was sent[\s\S]*?<\/table>)/.exec(page) ?? [];
  return [...table.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) =>
      cell
        .replaceAll(/<br ?\/?>/g, ' / ')
        .replaceAll(/<[^>]+>/g, '')
        .replaceAll('&quot;', '"')
        .trim(),
    ),
  );
};

const forged = (count: number): string =>
  `forged token ${count} / curl -H "Authorization: Bearer $FORGED_${count}" http://127.0.0.1:8000/api/me/?a=1|2`;

const cells = [
  ['45 CFR 164.312(d) / RFC 9700 §2.2.2', 'one sign-in and one refresh', 'each refresh returns a new refresh token'],
  ['', 'as above', 'each refresh returns a new refresh token'],
  [
    'RFC 8725 §3.2',
    `${[1, 2, 3].map(forged).join(' / ')} / and 2 more in run.json`,
    '200 with the document 1 / 200 with the document 2 / 200 with the document 3',
  ],
  ['', 'one sign-in and one refresh', 'each refresh returns a new refresh token'],
  ['OWASP ASVS 5.0 6.3.1', 'nothing', 'failed logins can lock an account: add --allow-lockout'],
  ['45 CFR 164.312(a)(2)(iv)', '–', '–'],
];

test.each([
  ['Markdown', () => marked.parse(markdown.render(run, look), { async: false }), ['✅', '❌', '❔']],
  ['HTML', () => html.render(run, look), ['✔', '✖', '?']],
])('the table in %s has requirement, source, check, what was sent, what came and outcome', (_format, pageOf, marks) => {
  const [met = '', missed = '', unseen = ''] = marks;
  const [head, ...rows] = rowsOf(pageOf());
  expect(head).toEqual(['requirement', 'source', 'check', 'what was sent', 'what came', 'outcome']);
  expect(rows.map(([, source, , sent, came]) => [source, sent, came])).toEqual(cells);
  expect(rows.map((row) => row[5])).toEqual([
    `${met} met`,
    '',
    `${missed} not met`,
    '',
    `${unseen} not shown`,
    `${unseen} not shown`,
  ]);
  expect(rows.map((row) => row[2]?.replace(' / ', ' '))).toEqual([
    'rotation-missing not found',
    'rotation-reuse-accepted not found',
    'alg-none-accepted found, high',
    'weak-hmac-secret undecided',
    'login-unthrottled not applicable',
    'no check of whyslow shows it',
  ]);
});

test.each([
  ['Markdown', markdown],
  ['HTML', html],
])('%s states the counts, what they mean, and what the profile says about itself', (_format, { render }) => {
  const text = render(run, look).replaceAll(/<\/?strong>/g, '');
  expect(text).toContain('1 of 4 requirements met, 1 not met, 2 not shown');
  expect(text).toContain('it is never taken for met');
  expect(text).toContain('The table proves no compliance.');
});

test('JSON has the table with every exchange', () =>
  expect(JSON.parse(json.render(run, look)).profile).toEqual(judgedOwn));

test.each([
  ['Markdown', markdown, 'Requirements:'],
  ['HTML', html, 'Requirements:'],
  ['the terminal', terminal, 'requirements of'],
])('without a profile %s has no such part', (_format, { render }, words) => {
  expect(render(frozenRun, look)).not.toContain(words);
  expect(render(run, look)).toContain(words);
});
