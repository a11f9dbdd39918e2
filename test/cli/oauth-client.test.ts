import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { client, oauthPassword } from '../gather/auth/stack-servers/oauth-password.ts';
import { user } from '../gather/auth/stack-servers/sessions.ts';
import { serveHttp } from '../gather/real-servers.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { filesOf, withFolder } from './whyslow.ts';

let url = '';
beforeEach(async () => {
  url = `http://127.0.0.1:${await serveHttp(oauthPassword('client_secret_basic'))}`;
});

const env = { WHYSLOW_PASSWORD: user.password, CLIENT_SECRET: client.secret };
const FLAGS = ['--client-id', client.id, '--client-secret-env', 'CLIENT_SECRET'];
const CONFIG = `clientId: ${client.id}\nclientSecretEnv: CLIENT_SECRET\n`;

const signedIn = (args: readonly string[], config = '', variables: Readonly<Record<string, string>> = env) =>
  withFolder(async (cwd) => {
    if (config !== '') await writeFile(join(cwd, 'whyslow.config.yaml'), config);
    const ended = await whyslow([...args, '--user', user.username, '--out', join(cwd, 'out')], { cwd, env: variables });
    const files = await filesOf(join(cwd, 'out')).catch(() => new Map<string, string>());
    expect([ended.stdout, ended.stderr, ...files.values()].join('\n')).not.toContain(client.secret);
    return { ...ended, text: files.get('run.json') };
  });

test.each([
  ['flags', FLAGS, ''],
  ['the configuration', [], CONFIG],
  ['a flag over the configuration', FLAGS, CONFIG.replaceAll(client.id, 'other')],
])('a client of %s signs in with its secret, and the secret is in no output', async (_what, flags, config) => {
  const { text = '' } = await signedIn(['load', url, ...flags, '--requests', '10', '--connections', '1'], config);
  const { target, suites } = validRun(text);
  expect(target.preset).toBe('oidc');
  expect(suites.map(({ suite, errors }) => [suite, errors])).toEqual(suites.map(({ suite }) => [suite, 0]));
  expect(new Set(suites.map(({ suite }) => suite))).toEqual(new Set(['refresh', 'api', 'login']));
});

test.each([
  ['no client', []],
  ['another client', ['--client-id', 'other', '--client-secret-env', 'CLIENT_SECRET']],
  ['a client without its secret', ['--client-id', client.id]],
])('with %s the error names the options of a client', async (_what, flags) => {
  const { code, stdout } = await signedIn(['load', url, ...flags]);
  expect(code).toBe(15);
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain('The server does not accept the client: name it with --client-id');
});

test.each([
  ['a secret without a client', ['--client-secret-env', 'CLIENT_SECRET'], 'add --client-id ID'],
  ['a variable that is not set', ['--client-id', 'web', '--client-secret-env', 'NO_SUCH'], 'variable NO_SUCH is not'],
  ['a secret instead of a name', ['--client-id', 'web', '--client-secret-env', 's3cr-et!'], 'name of an environment'],
])('%s is refused before anything is sent: exit 2', async (_what, flags, line) => {
  const { code, stderr } = await signedIn(['load', url, ...flags]);
  expect(code).toBe(2);
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain(line);
  expect(stderr).not.toContain('s3cr-et!');
});

test('a secret in the configuration instead of a name is not repeated', async () => {
  const { code, stderr } = await signedIn(['load', url], 'clientId: web\nclientSecretEnv: s3cr-et!\n');
  expect(code).toBe(2);
  expect(stderr).toContain('named by clientSecretEnv');
  expect(stderr).not.toContain('s3cr-et!');
});
