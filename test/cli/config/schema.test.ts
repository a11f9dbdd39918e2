import { readFileSync, writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { configDocument, keysAt } from '../../../src/cli/config/schema.ts';
import { whyslow } from '../whyslow.ts';

const PUBLISHED = new URL('../../../docs/config.schema.json', import.meta.url);
const schema = { $id: 'whyslow.config', ...z.toJSONSchema(configDocument, { io: 'input' }) };

test('the published schema is the one used to read configurations', () => {
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  if (process.env['UPDATE'] === '1') writeFileSync(PUBLISHED, text);
  expect(text).toBe(readFileSync(PUBLISHED, 'utf8'));
});

const validate = new Ajv2020({ allErrors: true }).compile(schema);

const server = { url: 'http://localhost:8000' };
const full = {
  $schema: './node_modules/whyslow/docs/config.schema.json',
  user: 'ci',
  formats: ['markdown', 'junit'],
  targets: ['refresh p95 < 30ms'],
  servers: { old: server, new: { ...server, suites: ['api'], rate: '100/s', duration: '10s', wait: '30s' } },
};

/** The JSON Schema of an editor checks shapes; the tool also parses the texts. */
test.each([
  ['a full configuration', full, true],
  ['settings without a server', { user: 'ci' }, true],
  ['an unknown key', { ...full, user_name: 'ci' }, false],
  ['an unknown key of a server', { servers: { old: { ...server, port: 1 } } }, false],
  ['a server without a url', { servers: { old: {} } }, false],
  ['an invalid server name', { servers: { 'a b': server } }, false],
  ['an invalid name of a suite', { suites: ['sign up'] }, false],
  ['a suite of its own', { flows: { orders: 'GET /api/orders' }, suites: ['orders'] }, true],
  ['an unknown key of a flow', { flows: { orders: { request: 'GET /', jsn: 1 } } }, false],
  ['a count that is text', { requests: '300' }, false],
  ['an unknown severity', { failOn: 'critical' }, false],
])('%s: editor and tool agree', (_what, document, fine) => {
  expect(configDocument.safeParse(document).success).toBe(fine);
  expect(validate(document)).toBe(fine);
});

test('every key of a configuration and of a server is described', () => {
  const described = Object.entries(schema.properties ?? {}).filter(([key]) => key !== '$schema');
  expect(described.filter(([, value]) => typeof value === 'boolean' || value.description === undefined)).toEqual([]);
  expect(keysAt(['servers', 'old'])).toEqual([
    'url',
    ...keysAt([]).filter((key) => key !== '$schema' && key !== 'servers'),
  ]);
});

/** Flags of one command or one run, and the permission that a file must not grant. */
const ofOneCommand = [
  'json',
  'quiet',
  'noColor',
  'config',
  'server',
  'help',
  'version',
  'against',
  'hlog',
  'samples',
  'allowRemote',
  'allowLockout',
  'baseline',
  'saveBaseline',
  'method',
  'header',
  'data',
  'jsonBody',
  'bearerEnv',
  'headerEnv',
  'curl',
  'har',
  'openapi',
  'httpFile',
  'httpEnv',
  'includeWrites',
];
const keys: Readonly<Record<string, string>> = {
  suite: 'suites',
  target: 'targets',
  format: 'formats',
  quick: 'depth',
  deep: 'depth',
};

test('every flag of run is a setting too, unless it belongs to one command', async () => {
  const { stdout } = await whyslow(['run', '--help']);
  const flags = [...stdout.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)].map(([, name = '']) =>
    name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
  );
  expect(flags.length).toBeGreaterThan(20);
  const known = new Set([...keysAt([]), ...ofOneCommand]);
  expect(flags.filter((flag) => !known.has(keys[flag] ?? flag))).toEqual([]);
});
