import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { httpEnvironmentFor } from '../../src/cli/http-environment.ts';
import { serveHttp } from '../gather/real-servers.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { filesOf, withFolder } from './whyslow.ts';

const environmentIn = (files: Readonly<Record<string, unknown>>, named: string | null = null) =>
  withFolder(async (folder) => {
    for (const [name, value] of Object.entries(files))
      await writeFile(join(folder, name), typeof value === 'string' ? value : JSON.stringify(value));
    return httpEnvironmentFor(join(folder, 'shop.http'), named);
  });

const several = { 'http-client.env.json': { dev: { host: 'a' }, test: { host: 'b', port: 81 } } };

test.each([
  ['no file', {}, null, { env: {}, privateEnv: {}, notes: [] }],
  [
    'the only environment',
    { 'http-client.env.json': { dev: { host: 'a' } } },
    null,
    { env: { host: 'a' }, privateEnv: {}, notes: [] },
  ],
  ['the named one', several, 'test', { env: { host: 'b', port: '81' }, privateEnv: {}, notes: [] }],
  ['none of several', several, null, { env: {}, privateEnv: {}, notes: [expect.stringContaining('--http-env NAME')] }],
  [
    'a shared part',
    { 'http-client.env.json': { $shared: { a: '1', b: '1' }, dev: { b: '2' } } },
    'dev',
    { env: { a: '1', b: '2' }, privateEnv: {}, notes: [] },
  ],
  [
    'a private file',
    { 'http-client.private.env.json': { dev: { key: 'k' } } },
    null,
    { env: {}, privateEnv: { key: 'k' }, notes: [] },
  ],
  ['a file that cannot be parsed', { 'http-client.env.json': '{' }, null, { env: {}, privateEnv: {}, notes: [] }],
  [
    'values of other kinds',
    { 'http-client.env.json': { dev: { a: null, b: {}, __proto__: 'x' } } },
    null,
    { env: {}, privateEnv: {}, notes: [] },
  ],
])('%s', async (_what, files, named, expected) => expect(await environmentIn(files, named)).toEqual(expected));

test.each([
  ['of several', several, 'known are dev, test'],
  ['without a file', {}, 'no http-client.env.json was found beside the file'],
])('an unknown name %s is refused', (_what, files, words) =>
  expect(environmentIn(files, 'prod')).rejects.toMatchObject({
    code: 'bad-request',
    message: expect.stringContaining(words),
  }),
);

test('the variables are sent, and a value of the private file is in no file and in no stream', () =>
  withFolder(async (cwd) => {
    const heard = new Set<string>();
    const port = await serveHttp((request, response) => {
      heard.add(`${request.url} ${String(request.headers['x-trace'])}`);
      response.end('{}');
    });
    const files = {
      'api/shop.http': 'GET {{host}}/items?q={{query}}\nX-Trace: {{trace}}\n',
      'api/http-client.env.json': JSON.stringify({ dev: { host: `http://127.0.0.1:${port}`, query: 'red' } }),
      'api/http-client.private.env.json': JSON.stringify({ dev: { trace: 'hunter2-private' } }),
    };
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(cwd, name)), { recursive: true });
      await writeFile(join(cwd, name), text);
    }
    const args = [
      'load',
      '--http-file',
      'api/shop.http',
      '--requests',
      '10',
      '--connections',
      '1',
      '--json',
      '--out',
      'out',
    ];
    const { stdout, stderr } = await whyslow(args, { cwd });
    expect(validRun(stdout).suites.map(({ errors }) => errors)).toEqual([0, 0]);
    expect(heard).toContain('/items?q=red hunter2-private');
    expect([stdout, stderr, ...(await filesOf(join(cwd, 'out'))).values()].join('\n')).not.toContain('hunter2');
  }));
