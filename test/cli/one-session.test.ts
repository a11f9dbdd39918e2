import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { filesOf, withFolder } from './whyslow.ts';

/** Each account has one session: a sign-in replaces it. The name of the account is a part of its token. */
async function startOneSessionServer() {
  const sessions = new Map<string, number>();
  const server = createServer((request, response) => {
    const json = (status: number, body: object): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      if (request.method === 'POST') {
        const { name } = JSON.parse(text) as { readonly name: string };
        const session = (sessions.get(name) ?? 0) + 1;
        sessions.set(name, session);
        return json(200, { token: `${name}-${session}` });
      }
      const [, name = '', session = ''] = /^Bearer (\w+)-(\d+)$/.exec(request.headers.authorization ?? '') ?? [];
      json(sessions.get(name) === Number(session) ? 200 : 401, {});
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const CONFIG = `
auth:
  login:
    request: POST /login
    json: { name: "{{username}}", password: "{{password}}" }
    capture: { access: json:token }
  api: /me
`;

test.each([
  ['one account for all users: the finding names it, and the verdict warns', ['--user', 'ada'], 'fail', 'warn'],
  ['an account for each user: no finding', ['--accounts-file', 'accounts.txt'], 'pass', 'pass'],
])('%s', (_what, account, outcome, verdict) =>
  withFolder(async (cwd) => {
    const server = await startOneSessionServer();
    await writeFile(join(cwd, 'whyslow.config.yaml'), CONFIG);
    await writeFile(join(cwd, 'accounts.txt'), 'ada:a\nbob:b\neve:c\nkim:d\nlee:e\n');
    const amount = ['--suite', 'api', '--requests', '120', '--connections', '5', '--target', 'api p50 < 5s'];
    await whyslow(['load', server.url, ...account, ...amount, '--out', 'out'], {
      cwd,
      env: { WHYSLOW_PASSWORD: 'one' },
    });
    server.stop();
    const run = validRun((await filesOf(join(cwd, 'out'))).get('run.json') ?? '');
    expect(run.findings.find(({ id }) => id === 'sessions-end-each-other')?.outcome).toBe(outcome);
    const [judged] = run.verdicts;
    // A busy machine may make the judged trial invalid, which is no statement about the sessions.
    expect(['invalid', verdict]).toContain(judged?.verdict);
  }),
);
