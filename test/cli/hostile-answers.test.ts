import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { type Presented, type Rule, startTokenServer } from '../load/token-server.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { filesOf, withFolder } from './whyslow.ts';

const env = { WHYSLOW_PASSWORD: 'correct-horse-battery-9' };
const SECRET = 'hunter2H';

const load = (port: number, out: string, suite: string) =>
  whyslow(
    [
      'load',
      `http://127.0.0.1:${port}`,
      '--user',
      'user1',
      '--preset',
      'simplejwt',
      '--api',
      '/api/me/',
      '--suite',
      suite,
      '--requests',
      '60',
      '--connections',
      '2',
      '--out',
      out,
    ],
    { env },
  );

const withToken = (token: string, isMeant: (presented: Presented) => boolean): Rule => {
  return (presented, response) => {
    const { served } = presented;
    if (!isMeant(presented)) return false;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access: `${served}${token}`, refresh: `refresh-${served}` }));
    return true;
  };
};

test.each([
  ['a line feed', '\n', 'U+000A'],
  ['a carriage return', '\r', 'U+000D'],
  ['an escape', '\u001b', 'U+001B'],
  ['a snowman', '☃', 'U+2603'],
  ['an end of text', '\0', 'U+0000'],
])('a login whose access token holds %s ends with exit 15 and one clear line', (_what, character, codePoint) =>
  withFolder(async (out) => {
    const server = await startTokenServer(withToken(`${SECRET}${character}x`, () => true));
    const ended = await load(server.port, out, 'api');
    server.stop();
    const run = validRun((await filesOf(out)).get('run.json') ?? '');
    expect(run.exit.reason).toContain(
      `POST /api/token/ with JSON { username: ***, password: *** } answered 200 with an access token that contains a character that no HTTP header can carry (${codePoint})`,
    );
    expect(ended.code).toBe(15);
    expect(`${ended.stderr}${ended.stdout}${JSON.stringify(run)}`).not.toMatch(/internal error|hunter2H/);
  }),
);

test('occasional bad tokens are wrong answers, and the other answers are measured', () =>
  withFolder(async (out) => {
    const server = await startTokenServer(
      withToken(`${SECRET}\n`, ({ path, served }) => path.includes('refresh') && served % 3 === 0),
    );
    const ended = await load(server.port, out, 'refresh');
    server.stop();
    const run = validRun((await filesOf(out)).get('run.json') ?? '');
    const because = 'an access token that contains a character that no HTTP header can carry (U+000A)';
    expect(run.suites.flatMap(({ reasons }) => Object.keys(reasons))).toContain(because);
    expect(run.suites.reduce((sum, { n }) => sum + n, 0)).toBeGreaterThan(0);
    expect(`${ended.stderr}${ended.stdout}${JSON.stringify(run)}`).not.toMatch(/internal error|hunter2H/);
  }));

test.each(['000', '99', '1000', '', '101', '100'])('status "%s" at the login is no answer, and exit 15', (status) =>
  withFolder(async (out) => {
    const server = createTcpServer((socket) => {
      socket
        .on('error', () => {})
        .on('data', (request) => {
          const isLogin = request.toString().startsWith('POST');
          const head = isLogin ? `HTTP/1.1 ${status} X` : 'HTTP/1.1 200 OK';
          socket.write(`${head}\r\ncontent-length: 2\r\n\r\nhi`);
        });
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const ended = await load((server.address() as AddressInfo).port, out, 'api');
    server.close();
    const run = validRun((await filesOf(out)).get('run.json') ?? '');
    expect(run.exit).toEqual({ code: 15, reason: 'POST /api/token/ got no answer (not-http).' });
    expect(ended.stderr).not.toContain('internal error');
    expect(ended.code).toBe(15);
  }),
);
