import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { audits, evidenceFor, securityAudits } from '../../src/audit/index.ts';
import { gatherers } from '../../src/gather/index.ts';
import { commandPlans } from '../../src/pipelines/commands.ts';
import { selectionOf } from '../../src/gather/selection.ts';
import { sentTable } from './sent-table.ts';

const PAGE = new URL('../../docs/gathering.md', import.meta.url);
const MARKED = /(<!-- gatherers -->\n)[\s\S]*?(<!-- \/gatherers -->)/;

test('the page of what is sent has a row for each member of the list', () => {
  const page = readFileSync(PAGE, 'utf8');
  const derived = page.replace(MARKED, `$1\n${sentTable(gatherers)}\n\n$2`);
  if (process.env['UPDATE'] === '1') writeFileSync(PAGE, derived);
  expect(derived).toBe(readFileSync(PAGE, 'utf8'));
});

const kinds = gatherers.map(({ kind }) => kind);

test('kinds are unique, and each is read by an audit, by the client table or by a command of its own', () => {
  expect([...new Set(kinds)]).toEqual(kinds);
  const read = new Set<string>([
    ...evidenceFor([...audits, ...securityAudits]),
    'real-clients',
    ...commandPlans.waits.reads,
  ]);
  expect(kinds.filter((kind) => !read.has(kind))).toEqual([]);
  const ofLoad = new Set(['load-trials', 'flow-waits']);
  expect([...read].filter((kind) => !ofLoad.has(kind) && !kinds.some((known) => known === kind))).toEqual([]);
});

const SOURCES = new URL('../../src/gather/', import.meta.url);

test('every file that declares a member of the list is in the list', () => {
  const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const declared = sources.flatMap((path) => {
    const text = readFileSync(new URL(path.replaceAll('\\', '/'), SOURCES), 'utf8');
    return [...text.matchAll(/^export const \w+ = (?:gatherer|observer|securityExchange)\(\{\s+kind: '([^']+)'/gm)];
  });
  expect(new Set(declared.map(([, kind]) => kind))).toEqual(new Set(kinds));
  expect(declared).toHaveLength(kinds.length);
});

test('each member comes after those that it needs, and attacks come after the load', () => {
  const { before, asking, signingIn, after } = selectionOf(gatherers, {
    kinds: new Set(kinds),
    account: true,
    depth: 'deep',
    permissions: ['--allow-lockout'],
  });
  const order = [...before, ...asking, ...signingIn, ...after];
  for (const [place, { needs }] of order.entries()) {
    const evidence = needs.filter((need) => need !== 'answer' && need !== 'account' && need !== 'own-request');
    const earlier = order.slice(0, place).map(({ kind }) => kind);
    expect(evidence.filter((need) => !earlier.some((kind) => kind === need))).toEqual([]);
  }
  expect(order.map(({ kind }) => kind)).toEqual([
    'addresses',
    'open-connections',
    'listeners',
    'name-service',
    'loopback-baseline',
    'windows-connects',
    'proxy-environment',
    'real-clients',
    'waits',
    'keep-alive',
    'redirects',
    'preflight',
    'route-variants',
    'payload',
    'tls-handshakes',
    'idle-connection',
    'idle-gap',
    'slope',
    'encodings',
    'raw-exchanges',
    'auth-surface',
    'lifetimes',
    'auth-responses',
    'rotation',
    'logout',
    'forgeries',
    'race',
    'bad-input',
    'failed-logins',
  ]);
  expect([...before, ...asking, ...signingIn].filter(({ harm }) => harm === 'attacks')).toEqual([]);
});
