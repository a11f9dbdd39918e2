import { beforeEach, expect, test } from 'vitest';
import { client, oauthPassword } from '../gather/auth/stack-servers/oauth-password.ts';
import { user } from '../gather/auth/stack-servers/sessions.ts';
import { serveHttp } from '../gather/real-servers.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';

let [api, auth] = ['', ''];
let heard: string[] = [];
beforeEach(async () => {
  heard = [];
  const both = oauthPassword('client_secret_basic');
  const part = async (name: string, isOwn: (path: string) => boolean): Promise<string> => {
    const port = await serveHttp((request, response) => {
      const path = request.url ?? '';
      heard.push(`${name} ${request.method} ${path}`);
      if (isOwn(path)) both(request, response);
      else response.writeHead(path === '/' ? 200 : 404).end();
    });
    return `http://127.0.0.1:${port}`;
  };
  const isApi = (path: string): boolean => path === '/connect/userinfo';
  [api, auth] = [await part('api', isApi), await part('auth', (path) => !isApi(path))];
});

const env = { WHYSLOW_PASSWORD: user.password, CLIENT_SECRET: client.secret };
const ACCOUNT = ['--user', user.username, '--client-id', client.id, '--client-secret-env', 'CLIENT_SECRET'];

test('with --auth-url the session comes from there, and the protected route is read at the target', async () => {
  const args = ['load', api, '--auth-url', auth, ...ACCOUNT, '--requests', '10', '--connections', '2', '--json'];
  const { stdout } = await whyslow(args, { env });
  const { suites, target } = validRun(stdout);
  expect(target).toMatchObject({ preset: 'oidc', authUrl: `${auth}/` });
  expect(suites.map(({ suite, errors }) => [suite, errors])).toEqual(suites.map(({ suite }) => [suite, 0]));
  expect([...new Set(suites.map(({ suite }) => suite))]).toEqual(['refresh', 'api', 'login']);
  expect(new Set(heard.filter((line) => line.startsWith('api POST')))).toEqual(new Set());
  expect(heard).toContain('auth POST /connect/token');
  expect(heard.filter((line) => line === 'api GET /connect/userinfo').length).toBeGreaterThan(20);
});

test('its checks are made there too', async () => {
  const { stdout } = await whyslow(['verify', api, '--auth-url', auth, ...ACCOUNT, '--json'], { env });
  expect(validRun(stdout).checks.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(2);
  expect(heard.filter((line) => line.startsWith('api POST'))).toEqual([]);
});

test.each([
  ['another machine', ['--auth-url', 'http://192.0.2.1', ...ACCOUNT], 'another machine. Nothing was sent to it'],
  ['no URL', ['--auth-url', 'http://', ...ACCOUNT], 'is not a URL'],
  ['no account', ['--auth-url', 'http://127.0.0.1:9'], '--auth-url is for a load that signs in: add --user NAME'],
])('%s as the auth server is refused, exit 2, and nothing is sent', async (_what, options, line) => {
  const { code, stderr } = await whyslow(['load', api, ...options], { env });
  expect([code, heard]).toEqual([2, []]);
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain(line);
});
